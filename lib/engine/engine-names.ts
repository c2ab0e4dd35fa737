import type { EngineName } from './engine.ts';

/** From the fastest to the one that runs anywhere. */
export const ENGINE_NAMES: readonly EngineName[] = ['native', 'in-cage', 'js'];

/** `auto`: native where it loads, in-cage where only that may be, otherwise js. */
export type EngineChoice = EngineName | 'auto';

export const ENGINE_CHOICES: readonly EngineChoice[] = [...ENGINE_NAMES, 'auto'];
