import { type Command, Option } from 'commander';
import { UsageError } from '../../errors/command-errors.ts';
import { Interruption } from '../interruption.ts';
import { type BenchFlags, readBenchOptions } from './bench/bench-request.ts';
import { type CrosscheckFlags, DEFAULT_OPERATIONS, readCrosscheckRequest } from './crosscheck-request.ts';

type Flags = CrosscheckFlags & BenchFlags & { readonly bench?: boolean };

const CHECK_ONLY = ['seed', 'operations', 'engines', 'segmentSize'] as const satisfies readonly (keyof Flags)[];
const BENCH_ONLY = ['html', 'only', 'sizes', 'seconds', 'quick'] as const satisfies readonly (keyof Flags)[];

/** `offheap crosscheck`: the same random operations on two engines; with `--bench`, what each operation takes. */
export function addCrosscheckCommand(program: Command): void {
  program
    .command('crosscheck')
    .description('Run the same random operations on two engines and compare bytes, results and errors.')
    .option('--seed <number>', 'repeat the run with this seed (default: a new one, printed)')
    .option('--operations <number>', `how many operations (default: ${DEFAULT_OPERATIONS})`)
    .option('--engines <a,b>', 'the two engines (default: the fastest here and js)')
    .option('--segment-size <size>', 'size of every segment, up to 64mb (default: many, from none to 2 MiB)')
    .option('--json <file>', "write the result as JSON; '-': to standard output, in the place of the text")
    .addOption(
      new Option('--progress <when>', 'a progress bar on standard error')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .optionsGroup('Benchmark:')
    .option('--bench', 'measure JS against native against plain Node, per operation and size')
    .option('--html <file>', "write a page with plots; '-': to standard output")
    .option('--only <names>', 'these operations or groups: compare,allocation')
    .option('--sizes <sizes>', 'these sizes: 64,4k')
    .option('--seconds <number>', 'time for everything (default: 48, less for few operations)')
    .option('--quick', 'a first look, in about ten seconds')
    .action(async (flags: Flags) => {
      if (flags.bench === true) await measure(flags);
      else await check(flags);
    });
}

async function check(flags: Flags): Promise<void> {
  refuse(flags, BENCH_ONLY, 'goes with --bench');
  const request = readCrosscheckRequest(flags);
  const { runCrosscheck } = await import('./run-crosscheck.ts');
  await runCrosscheck(request);
}

async function measure(flags: Flags): Promise<void> {
  refuse(flags, CHECK_ONLY, 'does not go with --bench');
  const options = readBenchOptions(flags);
  const { runCrosscheckBench } = await import('./bench/run-bench.ts');
  await interruptible((signal) => runCrosscheckBench({ ...options, signal }));
}

function refuse(flags: Flags, names: readonly (keyof Flags)[], reason: string): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given === 'segmentSize' ? 'segment-size' : given} ${reason}`);
}

// Apart from the import(): in a function with `using` the compiler leaves its path as it is.
async function interruptible(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  using interruption = new Interruption();
  await run(interruption.signal);
}
