import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import { defineType } from '../defined-type.ts';
import type { TypeComparator } from '../type-comparator.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';

/** A type without parts. Without a comparator it is no key type. */
export interface AtomicDefinition<T> {
  readonly description: TypeDescription;
  /** As it is written in a program. */
  readonly text: string;
  createSerializer(): TypeSerializer<T>;
  createComparator?(descending: boolean): TypeComparator<T>;
}

export function atomicType<T>(definition: AtomicDefinition<T>): TypeInformation<T> {
  const { description, text } = definition;
  return defineType({
    description,
    isKeyType: definition.createComparator !== undefined,
    createSerializer: () => definition.createSerializer(),
    createComparator(keys, descending) {
      const [key] = keys;
      if (key !== undefined) {
        throw new TypeDefinitionError({
          reason: `${text} has no fields to order by`,
          path: describeValue(key.path.join('.')),
        });
      }
      if (definition.createComparator === undefined) {
        throw new TypeDefinitionError({ reason: `${text} has no order` });
      }
      return definition.createComparator(descending);
    },
    toString: () => text,
  });
}
