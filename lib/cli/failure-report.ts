import { UsageError } from '../errors/command-errors.ts';
import { OffheapError } from '../errors/offheap-error.ts';
import { InsufficientMemoryError } from '../errors/operator-errors.ts';
import { systemCode } from '../errors/system-reason.ts';

export const ExitCode = { success: 0, usage: 1, failure: 2 } as const;

/** Usage is what another command line would cure without looking at the data. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError || error instanceof InsufficientMemoryError ? ExitCode.usage : ExitCode.failure;
}

/** One line on standard error; for an error that nobody foresaw its stack as well. */
export function reportFailure(command: string, error: unknown): void {
  const foreseen = error instanceof OffheapError || systemCode(error) !== undefined;
  const text = foreseen ? oneLine((error as Error).message) : describeUnforeseen(error);
  process.stderr.write(`${command}: ${text}\n`);
}

/** Control characters, which file names may have, as escapes. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to replace
  return text.replace(/[\x00-\x1f\x7f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function describeUnforeseen(error: unknown): string {
  return `unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
