import { TypeDefinitionError } from '../errors/type-errors.ts';
import { ROW_KINDS, type RowKind } from '../types/composites/row-kind.ts';
import { type BinaryColumn, countPart, mismatch, readColumn, writeColumn } from './binary-column.ts';
import type { BinaryRow } from './binary-row.ts';
import type { BinaryRowWriter } from './binary-row-writer.ts';
import type { RowDescription } from './column-description.ts';

/** Names and columns of a row in field order, and how objects become rows and rows objects. */
export class RowShape {
  readonly names: readonly string[];
  readonly columns: readonly BinaryColumn<unknown>[];
  readonly rowKind: string | undefined;
  readonly #indexes: ReadonlyMap<string, number>;

  /** Throws TypeDefinitionError. */
  constructor(fields: Readonly<Record<string, BinaryColumn<unknown>>>, rowKind?: string) {
    this.names = Object.keys(fields);
    this.columns = Object.values(fields);
    this.rowKind = rowKind;
    for (const name of this.names) {
      if (typeof fields[name]?.read !== 'function') throw new TypeDefinitionError({ reason: `${name} is no column` });
      // JavaScript moves such properties to the front, so that fields would not be in the order in which they are written down.
      if (/^(0|[1-9]\d*)$/.test(name)) throw new TypeDefinitionError({ reason: `${name} is a number, not a name` });
      if (name === '__proto__') throw new TypeDefinitionError({ reason: '__proto__ cannot be the name of a field' });
    }
    if (rowKind !== undefined && this.names.includes(rowKind)) {
      throw new TypeDefinitionError({ reason: `${rowKind} is the name of a field and of the row kind` });
    }
    this.#indexes = new Map(this.names.map((name, index) => [name, index]));
  }

  get description(): RowDescription {
    const fields = this.names.map((name, index) => {
      const { description: type } = this.columns[index] as BinaryColumn<unknown>;
      return { name, type };
    });
    return this.rowKind === undefined ? { fields } : { fields, rowKind: this.rowKind };
  }

  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }

  write(writer: BinaryRowWriter, value: unknown): void {
    if (typeof value !== 'object' || value === null) throw mismatch('row (object)', value);
    const { names, columns } = this;
    const record = value as Readonly<Record<string, unknown>>;
    for (let i = 0; i < columns.length; i++) {
      const name = names[i] as string;
      writeColumn(columns[i] as BinaryColumn<unknown>, writer, i, record[name], name);
    }
    if (this.rowKind !== undefined) this.#writeKind(writer, record[this.rowKind], this.rowKind);
  }

  read(row: BinaryRow): Record<string, unknown> {
    const { names, columns } = this;
    const record: Record<string, unknown> = {};
    let parts = 0;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as BinaryColumn<unknown>;
      if (column.hasPart) parts = countPart(row, i, parts);
      record[names[i] as string] = readColumn(column, row, i);
    }
    if (this.rowKind !== undefined) record[this.rowKind] = row.rowKind;
    return record;
  }

  #writeKind(writer: BinaryRowWriter, kind: unknown, path: string): void {
    if (kind === undefined) return;
    if (!ROW_KINDS.includes(kind as RowKind)) throw mismatch('row kind', kind, path);
    writer.writeRowKind(kind as RowKind);
  }
}
