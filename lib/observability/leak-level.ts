import { InvalidArgumentError } from '../errors/argument-errors.ts';

/**
 * - `disabled`: nothing is watched.
 * - `simple`: segments are watched as far as that costs next to nothing: all of them in a program that allocates a few
 *   thousand a second, one in up to 4096 in a loop that does nothing else. Some have the place of their allocation.
 * - `advanced`: every segment is watched; some have the stack of their allocation and their last touches.
 * - `paranoid`: every segment has both.
 */
export type LeakLevel = 'disabled' | 'simple' | 'advanced' | 'paranoid';

export const LEAK_LEVELS: readonly LeakLevel[] = ['disabled', 'simple', 'advanced', 'paranoid'];

/** Which level a process begins with. */
export const LEVEL_VARIABLE = 'OFFHEAP_LEAK_DETECTION';

const DEFAULT_LEVEL: LeakLevel = 'simple';

export function isLeakLevel(value: unknown): value is LeakLevel {
  return (LEAK_LEVELS as readonly unknown[]).includes(value);
}

export function requireLeakLevel(value: unknown): LeakLevel {
  if (isLeakLevel(value)) return value;
  throw new InvalidArgumentError('Leak detection level is unknown', {
    level: String(value),
    known: LEAK_LEVELS.join(' '),
  });
}

/** A wrong variable must not stop a program that it should only have observed: it warns. */
export function levelOfEnvironment(value = process.env[LEVEL_VARIABLE]): LeakLevel {
  if (value === undefined || value === '') return DEFAULT_LEVEL;
  if (isLeakLevel(value)) return value;
  process.emitWarning(
    `${LEVEL_VARIABLE} is ${value}, which is none of ${LEAK_LEVELS.join(', ')}: leak detection is ${DEFAULT_LEVEL}`,
    { type: 'OffheapLeakWarning', code: 'OFFHEAP_LEAK_LEVEL' },
  );
  return DEFAULT_LEVEL;
}
