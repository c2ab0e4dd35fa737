import { afterAll, expect } from 'vitest';
import { leakDetector } from '../../lib/observability/leak-detector.ts';

leakDetector.configure({ level: 'paranoid' });

/** What the collector found during the file; the ledger has already held every test to what it left. */
afterAll(async () => {
  expect(await leakDetector.drain({ collect: false }), 'segments that this file forgot').toEqual([]);
});
