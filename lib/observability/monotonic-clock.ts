import { performance } from 'node:perf_hooks';

/** Milliseconds since some moment; taken from the runtime at the start, so that tests with fake timers do not stop it. */
export const monotonicMillis: () => number = performance.now.bind(performance);
