import type { Divergence, NamedEngine } from './side-by-side.ts';

/** Chunks alive by engine. */
export function liveChunks(engines: readonly NamedEngine[]): readonly number[] {
  return engines.map(({ engine }) => engine.statistics().liveChunks);
}

/** When everything was freed and an engine's ledger does not say so. */
export function leakSince(before: readonly number[], engines: readonly NamedEngine[]): Divergence | undefined {
  const after = liveChunks(engines);
  const index = after.findIndex((chunks, engine) => chunks !== before[engine]);
  const leaking = engines[index];
  if (leaking === undefined) return undefined;
  const outcomes = engines.map(({ name }, engine) => ({
    label: `${name}, ledger`,
    value: (after[engine] as number) - (before[engine] as number),
    code: undefined,
    error: undefined,
  }));
  return { kind: 'leak', outcomes, bytes: undefined, suspect: `${leaking.name}, segment` };
}

/** Many steps are there to fail, and the stack of an error takes longer than everything else about it. */
export function withoutStacks<T>(act: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
