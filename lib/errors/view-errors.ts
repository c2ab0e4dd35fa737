import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** An input ends before what was to be read. Nothing has been read. Flink throws EOFException. */
export class EndOfDataError extends OffheapError {
  readonly code = 'ERR_END_OF_DATA';

  constructor(fields?: ErrorFields) {
    super('Data ends before what was to be read', fields);
  }
}

/** An output of fixed size, or at its largest size, has no room for what was to be written. Nothing has been written. */
export class OutputFullError extends OffheapError {
  readonly code = 'ERR_OUTPUT_FULL';

  constructor(fields?: ErrorFields) {
    super('Output has no room for what was to be written', fields);
  }
}

/** Bytes are no modified UTF-8. `position` is that of the first byte of the character that cannot be read. */
export class MalformedUtfError extends OffheapError {
  readonly code = 'ERR_MALFORMED_UTF';

  constructor(fields: { readonly position: number } & ErrorFields) {
    super('Text is not modified UTF-8', fields);
  }
}

/** A text takes more bytes than its form of writing can hold. Nothing has been written. */
export class EncodedTextTooLongError extends OffheapError {
  readonly code = 'ERR_ENCODED_TEXT_TOO_LONG';

  constructor(fields?: ErrorFields, options?: ErrorOptions) {
    super('Text is too long for its encoding', fields, options);
  }
}

/** A value that is read from a stream does not end within the bytes that it may take. */
export class ValueTooLongError extends OffheapError {
  readonly code = 'ERR_VALUE_TOO_LONG';

  constructor(fields?: ErrorFields) {
    super('Value takes more bytes than it may', fields);
  }
}
