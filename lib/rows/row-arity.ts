import { InvalidArgumentError } from '../errors/argument-errors.ts';
import type { BinaryRow } from './binary-row.ts';

/** Throws InvalidArgumentError for a row of another number of fields. */
export function requireRowOf(arity: number, row: BinaryRow): void {
  if (row?.arity !== arity) throw new InvalidArgumentError('Row has another arity', { arity, is: Number(row?.arity) });
}
