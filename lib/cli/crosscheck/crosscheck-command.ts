import { type Command, Option } from 'commander';
import { type CrosscheckFlags, DEFAULT_OPERATIONS, readCrosscheckRequest } from './crosscheck-request.ts';

/** `offheap crosscheck`: the same random operations on two engines. */
export function addCrosscheckCommand(program: Command): void {
  program
    .command('crosscheck')
    .description('Run the same random operations on two engines and compare bytes, results and errors.')
    .option('--seed <number>', 'repeat the run with this seed (default: a new one, printed)')
    .option('--operations <number>', `how many operations (default: ${DEFAULT_OPERATIONS})`)
    .option('--engines <a,b>', 'the two engines (default: the fastest here and js)')
    .option('--segment-size <size>', 'size of every segment: 64kb (default: many, from none to 2 MiB)')
    .option('--json <file>', "write the result as JSON; '-': to standard output, in the place of the text")
    .addOption(
      new Option('--progress <when>', 'a progress bar on standard error')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .action(async (flags: CrosscheckFlags) => {
      const request = readCrosscheckRequest(flags);
      const { runCrosscheck } = await import('./run-crosscheck.ts');
      await runCrosscheck(request);
    });
}
