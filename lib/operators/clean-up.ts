/**
 * Runs every step, in turn, whatever becomes of the ones before. Returns the first failure of a step; further ones, and all
 * of them when `failed` says that something went wrong already, become warnings of the process: reported, but never in the
 * place of the error that matters.
 */
export async function cleanUp(
  failed: boolean,
  steps: readonly (() => unknown)[],
): Promise<{ error: unknown } | undefined> {
  let first: { error: unknown } | undefined;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (failed || first !== undefined) process.emitWarning(error instanceof Error ? error : String(error));
      else first = { error };
    }
  }
  return first;
}
