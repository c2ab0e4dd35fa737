/** Values that an error names, in the order in which its message lists them. */
export type ErrorFields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** The same as they are kept: a bigint is its text, since JSON has none. */
type KeptFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Base of every error that offheap throws on purpose.
 *
 * `code` is stable and documented in docs/errors.md; `fields` holds the values of the message for programs.
 * The message is the fixed sentence first, the values last:
 * `Segment was already freed: offset=16, size=32768, owner=sort-3`.
 */
export abstract class OffheapError extends Error {
  abstract readonly code: `ERR_${string}`;
  readonly fields: KeptFields;

  constructor(sentence: string, fields?: ErrorFields, options?: ErrorOptions) {
    const named = asFields(fields);
    super(describe(sentence, named), options);
    this.fields = kept(named);
  }

  override get name(): string {
    return this.constructor.name;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

/**
 * Adds to what an error says where it was thrown, when a caller knows more of that: to `fields` and to the end of the message. It
 * stays the same error. What it says already stays as it is.
 */
export function addFields(error: OffheapError, more: ErrorFields): void {
  const { fields, message, stack } = error;
  if (Object.isFrozen(error) || Object.keys(more).some((name) => name in fields)) return;
  const separator = listed(fields) === '' ? ': ' : ', ';
  error.message = `${message}${separator}${listed(more)}`;
  // The stack holds the message of the time when it was made.
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  Object.assign(error, { fields: { ...fields, ...kept(more) } });
}

/** From JavaScript a text may come instead: it is the reason. */
function asFields(fields: unknown): ErrorFields {
  if (typeof fields === 'object' && fields !== null) return fields as ErrorFields;
  return fields === undefined || fields === null ? {} : { reason: String(fields) };
}

function kept(fields: ErrorFields): KeptFields {
  const entries = Object.entries(fields);
  if (!entries.some(([, value]) => typeof value === 'bigint')) return fields as KeptFields;
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]));
}

function describe(sentence: string, fields: ErrorFields): string {
  const values = listed(fields);
  return values === '' ? sentence : `${sentence}: ${values}`;
}

function listed(fields: ErrorFields): string {
  return (
    Object.entries(fields)
      // An empty path is the value itself.
      .filter(([name, value]) => value !== undefined && !(name === 'path' && value === ''))
      .map(([name, value]) => `${name}=${value}`)
      .join(', ')
  );
}
