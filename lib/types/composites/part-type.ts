import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import { isType } from '../defined-type.ts';
import type { TypeInformation } from '../type-information.ts';
import { nullableElement } from './nullable.ts';

/** A part of a composite that has a form of its own for null. */
export interface Part {
  /** Without `nullable` around it. */
  readonly type: TypeInformation<unknown>;
  readonly nullable: boolean;
}

export function partOf(type: unknown, name: string): Part {
  requireType(type, name);
  const element = nullableElement(type);
  // Java's Void is null always, which the composite says.
  return element === undefined ? { type, nullable: type.kind === 'void' } : { type: element, nullable: true };
}

export function requireType(type: unknown, name: string): asserts type is TypeInformation<unknown> {
  if (isType(type)) return;
  throw new TypeDefinitionError({ reason: `the type of ${name} is none that types makes`, value: describeValue(type) });
}
