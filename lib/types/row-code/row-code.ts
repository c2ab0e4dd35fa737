import { JOINS_TEXTS } from '../../memory/bulk/fastest-ways.ts';
import { arrayOfInput, type DataInputDeserializer, moveInput } from '../../views/data-input-deserializer.ts';
import { type DataOutputSerializer, moveOutput, roomOfOutput } from '../../views/data-output-serializer.ts';
import type { FieldSerializer } from '../composites/fields.ts';
import { isInherited, readInherited } from '../composites/properties.ts';
import type { RowRecord } from '../composites/row.ts';
import { maskBit, maskLength } from '../composites/row-kind.ts';
import { anyTextAt, asciiAt, putText, textAt, textEnd } from './fast-text.ts';
import { type InlineKind, inlineKind, numberScratch } from './inline-kinds.ts';
import { textReaders } from './text-readers.ts';
import { readTextRun } from './text-runs.ts';

/**
 * Code made for one type of rows: every field in line, on the array itself. It does what RowSerializer does with values and bytes
 * that are in order, and gives up on all others before anything has changed, so that RowSerializer says what is wrong with them.
 */
export interface RowCode {
  /** False where it has not written the row, and the output is as it was. */
  write(row: RowRecord, output: DataOutputSerializer): boolean;
  /** Undefined where it has not read the row, and the input is where it was. */
  read(input: DataInputDeserializer): RowRecord | undefined;
}

/** More fields make functions that V8 does not optimize. */
const MAX_FIELDS = 200;

const library = {
  arrayOfInput: (input: DataInputDeserializer) => arrayOfInput(input),
  moveInput: (input: DataInputDeserializer, position: number) => moveInput(input, position),
  moveOutput: (output: DataOutputSerializer, position: number) => moveOutput(output, position),
  readInherited,
  roomOfOutput: (output: DataOutputSerializer, count: number) => roomOfOutput(output, count),
  anyTextAt,
  asciiAt,
  putText,
  textAt,
  textEnd: () => textEnd,
  ...numberScratch,
};

const PRELUDE = `const { ${Object.keys(library).join(', ')} } = lib;`;

/** A field as the code knows it. */
interface InlineField {
  readonly name: string;
  /** Its value in the code. */
  readonly v: string;
  readonly kind: InlineKind;
  readonly nullable: boolean;
  readonly isText: boolean;
  /** Byte and bit of the mask that say that it is null. */
  readonly maskByte: number;
  readonly maskValue: number;
}

/** Undefined where the fields are of kinds that are not made in line, or code may not be made from texts. */
export function makeRowCode(serializers: readonly FieldSerializer[]): RowCode | undefined {
  if (serializers.length === 0 || serializers.length > MAX_FIELDS) return undefined;
  const fields = serializers.map(inlineField);
  if (!fields.every((field) => field !== undefined)) return undefined;
  const readers = new Set(fields.map(({ kind }) => kind.reader ?? ''));
  const parts = [PRELUDE, ...readers, writeCode(fields), readCode(fields), 'return { write, read };'];
  try {
    return new Function('lib', 'texts', `'use strict';\n${parts.join('\n')}`)(library, textReaders()) as RowCode;
  } catch {
    // --disallow-code-generation-from-strings, or a policy.
    return undefined;
  }
}

function inlineField({ name, nullable, serializer }: FieldSerializer, i: number): InlineField | undefined {
  const kind = inlineKind(serializer.description);
  if (kind === undefined) return undefined;
  const bit = maskBit(i);
  const isText = serializer.description.kind === 'string';
  return { name, v: `v${i}`, kind, nullable, isText, maskByte: bit >> 3, maskValue: 0x80 >> (bit & 7) };
}

function writeCode(fields: readonly InlineField[]): string {
  const lines: string[] = ['function write(row, output) {'];
  const length = maskLength(fields.length);
  const bits = Array.from({ length }, () => [] as string[]);
  const room: string[] = [String(length)];
  fields.forEach(({ name, v, kind, nullable, maskByte, maskValue }, i) => {
    const text = JSON.stringify(name);
    lines.push(`const ${v} = ${isInherited(name) ? `readInherited(row, ${text})` : `row[${text}]`};`);
    lines.push(`let ${v}$count = 0;`);
    if (nullable) {
      lines.push(`const n${i} = ${v} === null || ${v} === undefined;`);
      lines.push(`if (!n${i} && !(${kind.check(v)})) return false;`);
      bits[maskByte]?.push(`(n${i} ? ${maskValue} : 0)`);
      room.push(`(n${i} ? 0 : ${kind.room(v)})`);
    } else {
      lines.push(`if (!(${kind.check(v)})) return false;`);
      room.push(kind.room(v));
    }
  });
  lines.push(`const b = roomOfOutput(output, ${room.join(' + ')});`, 'if (b === undefined) return false;');
  lines.push('const start = output.length;', 'let p = start;');
  for (const byte of bits) lines.push(`b[p++] = ${byte.length === 0 ? '0' : byte.join(' | ')};`);
  fields.forEach(({ v, kind, nullable }, i) => {
    lines.push(nullable ? `if (!n${i}) { ${kind.put(v)} }` : kind.put(v));
  });
  // Elements of a Proxy come from code of the user's, which may have written to the very output.
  if (fields.some(({ kind }) => kind.calls))
    lines.push('if (output.length !== start || roomOfOutput(output, 0) !== b) return false;');
  lines.push('moveOutput(output, p);', 'return true;', '}');
  return lines.join('\n');
}

function readCode(fields: readonly InlineField[]): string {
  const length = maskLength(fields.length);
  const lines: string[] = [
    'function read(input) {',
    'const b = arrayOfInput(input);',
    'if (b === undefined) return undefined;',
  ];
  lines.push('let p = input.position;', 'const end = Math.min(p + input.available, b.length);');
  lines.push(`if (p + ${length} > end) return undefined;`);
  for (let i = 0; i < length; i++) lines.push(`const m${i} = b[p++];`);
  for (let i = 0; i < length; i++) {
    const nulls = fields.filter(({ nullable, maskByte }) => nullable && maskByte === i);
    const allowed = nulls.reduce((all, { maskValue }) => all | maskValue, 0);
    lines.push(`if ((m${i} & ${0xff & ~allowed}) !== 0) return undefined;`);
  }
  lines.push(`let ${fields.map(({ v }) => `${v} = null`).join(', ')};`);
  for (let i = 0; i < fields.length; ) {
    const run = textsFrom(fields, i);
    if (JOINS_TEXTS && run.length > 1) {
      const values = run.map((field) => ({ v: field.v, isNull: field.nullable ? `!(${isThere(field)})` : undefined }));
      lines.push(readTextRun(values, run.map(readField).join('\n')));
      i += run.length;
    } else lines.push(readField(fields[i++] as InlineField));
  }
  const properties = fields.map(({ name, v }) => {
    const text = JSON.stringify(name);
    // Without brackets it would be the prototype.
    return `${name === '__proto__' ? `[${text}]` : text}: ${v}`;
  });
  lines.push('moveInput(input, p);', `return { ${properties.join(', ')} };`, '}');
  return lines.join('\n');
}

/** The texts that follow one another from field `i` on. */
function textsFrom(fields: readonly InlineField[], i: number): readonly InlineField[] {
  const end = fields.findIndex(({ isText }, at) => at >= i && !isText);
  return fields.slice(i, end < 0 ? fields.length : end);
}

function readField(field: InlineField): string {
  const { bytes, get } = field.kind;
  const code = `${bytes > 0 ? `if (p + ${bytes} > end) return undefined; ` : ''}${get(field.v)}`;
  return field.nullable ? `if (${isThere(field)}) { ${code} }` : code;
}

function isThere({ maskByte, maskValue }: InlineField): string {
  return `(m${maskByte} & ${maskValue}) === 0`;
}
