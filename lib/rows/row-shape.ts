import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import { isInherited, readInherited, readProperty, setProperty } from '../types/composites/properties.ts';
import { ROW_KINDS, type RowKind } from '../types/composites/row-kind.ts';
import type { BinaryRow } from './binary-row.ts';
import type { BinaryRowWriter } from './binary-row-writer.ts';
import {
  type BinaryColumn,
  countPart,
  mismatch,
  readColumn,
  requireColumn,
  writeColumn,
} from './columns/binary-column.ts';
import type { RowDescription } from './columns/column-description.ts';

/** Names and columns of a row in field order, and how objects become rows and rows objects. */
export class RowShape {
  readonly names: readonly string[];
  readonly columns: readonly BinaryColumn<unknown>[];
  readonly rowKind: string | undefined;
  /** Frozen, with all that is in it. */
  readonly description: RowDescription;
  readonly #indexes: ReadonlyMap<string, number>;
  /** Of each name, whether every object has a member of it: see `properties.ts`. */
  readonly #inherited: readonly boolean[];

  /** Throws TypeDefinitionError. */
  constructor(fields: Readonly<Record<string, unknown>>, rowKind?: unknown) {
    const columns: BinaryColumn<unknown>[] = [];
    this.names = Object.freeze(Object.keys(fields));
    for (const name of this.names) {
      const column = fields[name];
      requireColumn(column, `field ${describeValue(name)}`);
      requireName(name);
      columns.push(column);
    }
    this.columns = columns;
    this.#inherited = this.names.map(isInherited);
    this.rowKind = requireRowKind(rowKind, this.names);
    this.#indexes = new Map(this.names.map((name, index) => [name, index]));
    this.description = describe(this.names, columns, this.rowKind);
  }

  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }

  write(writer: BinaryRowWriter, value: unknown): void {
    if (typeof value !== 'object' || value === null) throw mismatch('row (object)', value);
    const { names, columns } = this;
    for (let i = 0; i < columns.length; i++) {
      const name = names[i] as string;
      const part = this.#inherited[i] ? readInherited(value, name) : (value as Record<string, unknown>)[name];
      writeColumn(columns[i] as BinaryColumn<unknown>, writer, i, part, name);
    }
    if (this.rowKind !== undefined) this.#writeKind(writer, readProperty(value, this.rowKind), this.rowKind);
  }

  read(row: BinaryRow): Record<string, unknown> {
    const { names, columns } = this;
    const record: Record<string, unknown> = {};
    let parts = 0;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as BinaryColumn<unknown>;
      if (column.hasPart) parts = countPart(row, i, parts);
      const name = names[i] as string;
      const part = readColumn(column, row, i);
      if (this.#inherited[i]) setProperty(record, name, part);
      else record[name] = part;
    }
    if (this.rowKind !== undefined) setProperty(record, this.rowKind, row.rowKind);
    return record;
  }

  #writeKind(writer: BinaryRowWriter, kind: unknown, path: string): void {
    if (kind === undefined) return;
    if (!ROW_KINDS.includes(kind as RowKind)) throw mismatch('row kind', kind, path);
    writer.writeRowKind(kind as RowKind);
  }
}

function requireName(name: string): void {
  if (name === '') throw new TypeDefinitionError({ reason: 'a field without a name' });
  // JavaScript moves such properties to the front, so that fields would not be in the order in which they are written down.
  if (/^(0|[1-9]\d*)$/.test(name)) {
    throw new TypeDefinitionError({ reason: 'the name of a field is a number', field: describeValue(name) });
  }
}

function requireRowKind(rowKind: unknown, names: readonly string[]): string | undefined {
  if (rowKind === undefined) return undefined;
  if (typeof rowKind !== 'string' || rowKind === '' || rowKind === '__proto__') {
    throw new TypeDefinitionError({ reason: 'the kind of rows is in a property', kind: describeValue(rowKind) });
  }
  if (names.includes(rowKind)) {
    const reason = 'the kind of rows is in a property that is no field';
    throw new TypeDefinitionError({ reason, kind: describeValue(rowKind) });
  }
  return rowKind;
}

function describe(
  names: readonly string[],
  columns: readonly BinaryColumn<unknown>[],
  rowKind: string | undefined,
): RowDescription {
  const named = names.map((name, i) => {
    const { description: type } = columns[i] as BinaryColumn<unknown>;
    return Object.freeze({ name, type });
  });
  const fields = Object.freeze(named);
  return Object.freeze(rowKind === undefined ? { fields } : { fields, rowKind });
}
