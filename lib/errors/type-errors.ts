import { type ErrorFields, OffheapError } from './offheap-error.ts';

/**
 * A value is not of the type that it is written as. `path` leads to it from the record: `tags[2].name`; empty for the record
 * itself.
 */
export class TypeMismatchError extends OffheapError {
  readonly code = 'ERR_TYPE_MISMATCH';

  constructor(fields: { readonly path: string; readonly expected: string; readonly value: string } & ErrorFields) {
    super('Value is not of the type', fields);
  }
}

/** Null where the type, or the form in which it is written, has no room for it: see `types.nullable`. */
export class NullFieldError extends OffheapError {
  readonly code = 'ERR_NULL_FIELD';

  constructor(fields: { readonly path: string } & ErrorFields) {
    super('Field is null, and its type is not nullable', fields);
  }
}

/** A key to compare or to hash is null. Flink throws NullKeyFieldException. */
export class NullKeyFieldError extends OffheapError {
  readonly code = 'ERR_NULL_KEY_FIELD';

  constructor(fields?: ErrorFields) {
    super('Key field is null', fields);
  }
}

/** Bytes that no serializer of the type has written. Nothing larger than the input has been allocated for them. */
export class CorruptDataError extends OffheapError {
  readonly code = 'ERR_CORRUPT_DATA';

  /** `position`: of the first byte of what cannot be read, from the start of the view. */
  constructor(fields: { readonly position: number; readonly reason: string } & ErrorFields) {
    super('Data cannot be read as the type', fields);
  }
}

/** What was written when a snapshot was made is nothing to a serializer: `checkCompatibility` says so without throwing. */
export class IncompatibleSnapshotError extends OffheapError {
  readonly code = 'ERR_INCOMPATIBLE_SNAPSHOT';

  constructor(fields: { readonly reason: string } & ErrorFields) {
    super('Snapshot is of a type that does not become the new one', fields);
  }
}

/** A type, or the description of one, that there is not: a field twice, a kind that is not known, a key that is no key. */
export class TypeDefinitionError extends OffheapError {
  readonly code = 'ERR_TYPE_DEFINITION';

  constructor(fields: { readonly reason: string } & ErrorFields) {
    super('Type cannot be defined like this', fields);
  }
}
