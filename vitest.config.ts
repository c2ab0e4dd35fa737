import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

/** One seed for all property tests of a run; `FAST_CHECK_SEED=… npm test` repeats a run. */
const fastCheckSeed = process.env.FAST_CHECK_SEED ?? String(randomInt(2 ** 31 - 1));

/** What checked mode changes below the typed layer is tested without it as well, and ways that are gone only without it. */
const withoutCheckedMode = [
  'test/contracts/engine.contract.test.ts',
  'test/unit/engine/native-*.test.ts',
  'test/properties/binary-rows.*.test.ts',
  'test/properties/text-order.property.test.ts',
];
const onlyWithoutCheckedMode = ['test/unit/engine/spare-chunks.test.ts'];

export default defineConfig({
  // Node 20 and 22 know no `using`: it is lowered here as tsc lowers it for dist/.
  oxc: { target: 'es2022' },
  test: {
    // Processes, not threads: the native ledger is process-wide, and each test file must start from an empty one.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    setupFiles: [
      'test/setup/fast-check-seed.ts',
      'test/setup/scratch-directory.ts',
      'test/setup/ledger.ts',
      'test/setup/leak-reports.ts',
    ],
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'checked',
          include: ['test/**/*.test.ts'],
          exclude: onlyWithoutCheckedMode,
          env: { OFFHEAP_CHECKED: '1', FAST_CHECK_SEED: fastCheckSeed },
          globalSetup: ['test/setup/announce-run.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'unchecked',
          include: [...withoutCheckedMode, ...onlyWithoutCheckedMode],
          env: { OFFHEAP_CHECKED: '0', FAST_CHECK_SEED: fastCheckSeed },
        },
      },
    ],
  },
});
