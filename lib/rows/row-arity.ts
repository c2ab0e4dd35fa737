import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { describeValue, invalid } from '../memory/argument-checks.ts';
import type { BinaryRow } from './binary-row.ts';

const MAX_ARITY = 2 ** 24;

/** Throws InvalidArgumentError for what no row has as the number of its fields. */
export function requireArity(arity: unknown): void {
  if (Number.isInteger(arity) && (arity as number) >= 0 && (arity as number) <= MAX_ARITY) return;
  throw invalid(`an integer from 0 to ${MAX_ARITY}`, 'arity', arity);
}

/** Throws InvalidArgumentError for a row of another number of fields. */
export function requireRowOf(arity: number, row: BinaryRow): void {
  requireSameArity(arity, row?.arity);
}

export function requireSameArity(arity: number, is: unknown): void {
  if (is !== arity) throw new InvalidArgumentError('Row has another arity', { arity, is: describeValue(is) });
}
