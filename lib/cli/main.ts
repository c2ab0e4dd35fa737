#!/usr/bin/env node
import { exitCodeOf, reportFailure } from './failure-report.ts';

// Not process.exit: what standard output and standard error still hold is written first.
process.exitCode = await run(process.argv.slice(2));

/** Loading the library fails where an environment variable has a value that it does not know. */
async function run(args: readonly string[]): Promise<number> {
  try {
    const { runCommandLine } = await import('./command-line.ts');
    return await runCommandLine(args);
  } catch (error) {
    reportFailure('offheap', error);
    return exitCodeOf(error);
  }
}
