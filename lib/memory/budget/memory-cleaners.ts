import { invalid } from '../argument-checks.ts';

/** Gives back memory that nobody needs any more; how many bytes, as far as it knows. Must not wait. */
export type MemoryCleaner = (() => number) | (() => void);

const cleaners = new Set<MemoryCleaner>();
let running = false;

/**
 * Adds a cleaner of this thread. It runs when a budget has too little left, before the reservation is refused and while it
 * waits, and with `trim()`. Returns what takes it out again.
 */
export function registerCleaner(cleaner: MemoryCleaner): () => void {
  if (typeof cleaner !== 'function') throw invalid('a function', 'cleaner', cleaner);
  // A wrapper of its own for each registration, so that one cleaner registered twice is taken out once.
  const entry = () => cleaner();
  cleaners.add(entry);
  return () => {
    cleaners.delete(entry);
  };
}

/**
 * Runs the cleaners of this thread; how many bytes they say they gave back, as far as that is a number of bytes. A cleaner that throws does not keep the others
 * from running: its error is a warning of the process. Called from within a cleaner it does nothing.
 */
export function runCleaners(): number {
  if (running) return 0;
  running = true;
  let bytes = 0;
  try {
    for (const cleaner of [...cleaners]) bytes += run(cleaner);
  } finally {
    running = false;
  }
  return bytes;
}

function run(cleaner: MemoryCleaner): number {
  try {
    const bytes = cleaner();
    return Number.isSafeInteger(bytes) && (bytes as number) > 0 ? (bytes as number) : 0;
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : new Error(String(error)));
    return 0;
  }
}
