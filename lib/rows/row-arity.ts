import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { describeValue, invalid } from '../memory/argument-checks.ts';
import type { BinaryRow } from './binary-row.ts';
import { BinarySection } from './binary-section.ts';

const MAX_ARITY = 2 ** 24;

/** Throws InvalidArgumentError for what no row has as the number of its fields. */
export function requireArity(arity: unknown): void {
  if (Number.isInteger(arity) && (arity as number) >= 0 && (arity as number) <= MAX_ARITY) return;
  throw invalid(`an integer from 0 to ${MAX_ARITY}`, 'arity', arity);
}

/** Throws InvalidArgumentError for what is no row, and for a row of another number of fields. */
export function requireRowOf(arity: number, row: BinaryRow, argument = 'row'): void {
  // Of all sections, rows alone have an arity.
  if (!(row instanceof BinarySection && 'arity' in row)) throw invalid('a BinaryRow', argument, row);
  requireSameArity(arity, row.arity);
}

export function requireSameArity(arity: number, is: unknown): void {
  if (is !== arity) throw otherArity(arity, is);
}

export function otherArity(arity: unknown, is: unknown): InvalidArgumentError {
  return new InvalidArgumentError('Row has another arity', { arity: describeValue(arity), is: describeValue(is) });
}
