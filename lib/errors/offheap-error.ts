/** Values that an error names, in the order in which its message lists them. */
export type ErrorFields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/**
 * Base of every error that offheap throws on purpose.
 *
 * `code` is stable and documented in docs/errors.md; `fields` holds the values of the message for programs.
 * The message is the fixed sentence first, the values last:
 * `Segment was already freed: offset=16, size=32768, owner=sort-3`.
 */
export abstract class OffheapError extends Error {
  abstract readonly code: `ERR_${string}`;
  readonly fields: ErrorFields;

  constructor(sentence: string, fields: ErrorFields = {}, options?: ErrorOptions) {
    super(describe(sentence, fields), options);
    this.fields = fields;
  }

  override get name(): string {
    return this.constructor.name;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

function describe(sentence: string, fields: ErrorFields): string {
  const values = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? sentence : `${sentence}: ${values.join(', ')}`;
}
