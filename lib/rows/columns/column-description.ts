/** The type of a column as data: JSON and structured clone carry it. */
export type ColumnDescription =
  | { readonly kind: 'boolean' | 'byte' | 'short' | 'int' | 'float' | 'double' | 'string' | 'bytes' | 'date' | 'time' }
  | { readonly kind: 'long'; readonly as: 'bigint' | 'number' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'timestamp' | 'timestampLtz'; readonly precision: number }
  | { readonly kind: 'array' | 'nullable'; readonly element: ColumnDescription }
  | { readonly kind: 'map'; readonly key: ColumnDescription; readonly value: ColumnDescription }
  | ({ readonly kind: 'row' } & RowDescription);

/** A field of a binary row as data. */
export interface NamedColumn {
  readonly name: string;
  readonly type: ColumnDescription;
}

/** The type of a row as data; `binaryRowTypeOf` makes the type from it anew. */
export interface RowDescription {
  readonly fields: readonly NamedColumn[];
  /** The property that holds the row's kind. Absent: rows are inserts, and the kind is not read. */
  readonly rowKind?: string;
}
