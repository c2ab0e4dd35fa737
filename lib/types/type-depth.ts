import { TypeDefinitionError } from '../errors/type-errors.ts';
import type { TypeDescription } from './type-description.ts';

/** Types of a description deeper than this would exhaust the stack of whoever makes them or reads their values. */
const MAX_TYPE_DEPTH = 100;

/** Throws TypeDefinitionError. */
export function requireDepth(depth: number): void {
  if (depth <= MAX_TYPE_DEPTH) return;
  throw new TypeDefinitionError({ reason: `types are nested more than ${MAX_TYPE_DEPTH} deep` });
}

const depths = new WeakMap<object, number>();

/** How many types a type that is made of `parts` is above the deepest of them; 0 without. Throws TypeDefinitionError. */
export function depthAbove(parts: readonly object[]): number {
  const depth = parts.reduce((most, part) => Math.max(most, (depths.get(part) ?? 0) + 1), 0);
  requireDepth(depth);
  return depth;
}

/** Of the type or column that `description` describes, whose parts have the descriptions `parts`. Throws TypeDefinitionError. */
export function keepDepth(description: object, parts: readonly object[]): void {
  const depth = depthAbove(parts);
  if (depth > 0) depths.set(description, depth);
}

/** The descriptions of the types that a type is made of. */
export function partsOf(description: TypeDescription): readonly TypeDescription[] {
  switch (description.kind) {
    case 'array':
    case 'list':
    case 'nullable':
      return [description.element];
    case 'map':
      return [description.key, description.value];
    case 'either':
      return [description.left, description.right];
    case 'tuple':
      return description.elements;
    case 'row':
    case 'pojo':
      return description.fields.map(({ type }) => type);
    default:
      return [];
  }
}
