import { Command, CommanderError } from 'commander';
import { UsageError } from '../errors/command-errors.ts';
import { addCrosscheckCommand } from './crosscheck/crosscheck-command.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { ExitCode, exitCodeOf, reportFailure } from './failure-report.ts';
import { addSortCommand } from './sort/sort-command.ts';
import { explainUnsupported } from './sort/unsupported-options.ts';
import { packageVersion } from './version.ts';

/** Runs `offheap` with these arguments and returns its exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const program = buildProgram();
  const command = program.commands.find((candidate) => candidate.name() === args[0])?.name();
  try {
    await program.parseAsync(args, { from: 'user' });
    return process.exitCode === undefined ? ExitCode.success : Number(process.exitCode);
  } catch (error) {
    const failure = error instanceof CommanderError ? usageErrorOf(error) : error;
    if (failure === undefined) return ExitCode.success;
    reportFailure(command === undefined ? 'offheap' : `offheap ${command}`, failure);
    return exitCodeOf(failure);
  }
}

function buildProgram(): Command {
  const program = new Command('offheap')
    .description('Work on data larger than memory, within a hard budget of off-heap memory.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    // What follows the name of a command belongs to that command, `--` included.
    .enablePositionalOptions()
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  addSortCommand(program);
  addDoctorCommand(program);
  addCrosscheckCommand(program);
  return program;
}

/** undefined: help or version was asked for and printed. */
function usageErrorOf(error: CommanderError): UsageError | undefined {
  if (error.exitCode === 0) return undefined;
  if (error.code === 'commander.help') return new UsageError("a command is missing (see 'offheap --help')");
  const message = error.message.replace(/^error: /, '');
  return new UsageError(`${message}${explainUnsupported(error)}`, { cause: error });
}
