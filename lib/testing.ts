export { LeakError } from './errors/leak-errors.ts';
export { type LeakMatchers, leakMatchers } from './observability/leak-matchers.ts';
export { type LeakScope, type LeakScopeOptions, leakScope } from './observability/leak-scope.ts';
export type { OpenMemory } from './observability/open-memory.ts';
