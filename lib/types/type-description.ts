/**
 * A type as data: JSON and structured clone carry it, to another thread or process, and `typeOf` makes the type from it anew.
 * Functions of user-defined types do not travel: the name of a `value` stands for what each thread has registered.
 */
export type TypeDescription =
  | { readonly kind: AtomicKind }
  | { readonly kind: 'long'; readonly as: 'bigint' | 'number' }
  | { readonly kind: 'enum'; readonly constants: readonly string[] }
  | { readonly kind: 'primitiveArray'; readonly element: PrimitiveKind; readonly as?: 'bigint' | 'number' }
  | { readonly kind: 'array' | 'list' | 'nullable'; readonly element: TypeDescription }
  | { readonly kind: 'map'; readonly key: TypeDescription; readonly value: TypeDescription }
  | { readonly kind: 'tuple'; readonly elements: readonly TypeDescription[] }
  | {
      readonly kind: 'row';
      readonly fields: readonly FieldDescription[];
      /** The property that holds the row's kind. Absent: rows are inserts. */
      readonly rowKind?: string;
    }
  | { readonly kind: 'pojo'; readonly name: string; readonly fields: readonly FieldDescription[] }
  | { readonly kind: 'either'; readonly left: TypeDescription; readonly right: TypeDescription }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'generic' };

/** A field of a row or a pojo as data. */
export interface FieldDescription {
  readonly name: string;
  readonly type: TypeDescription;
}

/** Kinds that their name describes whole. */
export type AtomicKind =
  | 'boolean'
  | 'byte'
  | 'short'
  | 'char'
  | 'int'
  | 'float'
  | 'double'
  | 'string'
  | 'bigint'
  | 'decimal'
  | 'date'
  | 'instant'
  | 'localDate'
  | 'localTime'
  | 'localDateTime'
  | 'sqlDate'
  | 'sqlTime'
  | 'sqlTimestamp'
  | 'void';

/** Elements of primitive arrays. */
export type PrimitiveKind = 'boolean' | 'byte' | 'short' | 'char' | 'int' | 'long' | 'float' | 'double';

/** What kinds of types there are, by the names of the functions of `types` that make them. */
export type TypeKind = TypeDescription['kind'];

/** The descriptions of one kind of types. */
export type DescriptionOf<Kind extends TypeKind, All = TypeDescription> = All extends { readonly kind: infer Own }
  ? Kind extends Own
    ? All
    : never
  : never;
