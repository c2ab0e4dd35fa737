import type { ChunkAccess } from '../../engine/chunk-access.ts';
import type { Chunk } from '../../engine/engine.ts';
import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { UnsafeIntegerError } from '../../errors/unsafe-integer-error.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { AccessPath } from './access-path.ts';
import type { Arguments, Operation, Scalar } from './operation.ts';
import { INVALID, refused, UNSAFE } from './path-rules.ts';
import { atPlace, choosePlace, MACHINE_ORDER, scalarAccess } from './scalar-place.ts';
import { literal } from './source-text.ts';
import { type ValueRule, valueRules } from './value-rules.ts';

interface ScalarType {
  /** As in the names of the accessors: `getInt`. */
  readonly name: string;
  readonly width: number;
  readonly values: ValueRule;
  /** The type of the access with the same bytes, where it has another name. */
  readonly accessName?: string;
  /** What the access reads, as the segment returns it. */
  readonly fromAccess?: (value: Scalar) => Scalar;
  /** What is written, as the access takes it; throws what a segment throws for a value that it refuses. */
  readonly toAccess?: (value: Scalar) => Scalar;
}

/** One entry for each type: its accessors are tried in every byte order. */
const scalarTypes: readonly ScalarType[] = [
  { name: 'Byte', width: 1, values: valueRules.byte },
  {
    name: 'Boolean',
    width: 1,
    values: valueRules.boolean,
    accessName: 'Byte',
    fromAccess: (value) => value !== 0,
    toAccess: (value) => (value ? 1 : 0),
  },
  { name: 'Char', width: 2, values: valueRules.char },
  { name: 'Short', width: 2, values: valueRules.short },
  { name: 'Int', width: 4, values: valueRules.int },
  { name: 'Long', width: 8, values: valueRules.long },
  {
    name: 'LongAsNumber',
    width: 8,
    values: valueRules.longAsNumber,
    accessName: 'Long',
    fromAccess: (value) => {
      if (Number.isSafeInteger(Number(value))) return Number(value);
      throw new UnsafeIntegerError({ value });
    },
    toAccess: (value) => {
      if (Number.isSafeInteger(value)) return BigInt(value);
      if (Number.isInteger(value)) throw new UnsafeIntegerError({ value: value as number });
      throw new InvalidArgumentError('Value is not an integer');
    },
  },
  { name: 'Float', width: 4, values: valueRules.float },
  { name: 'Double', width: 8, values: valueRules.double },
];

type SegmentCall = (this: MemorySegment, offset: unknown, value?: unknown) => unknown;
type AccessCall = (this: ChunkAccess, chunk: Chunk, offset: unknown, value?: unknown) => unknown;

const onSegment = (segment: MemorySegment, method: string) =>
  (segment as unknown as Record<string, SegmentCall>)[method] as SegmentCall;
const onAccess = (access: ChunkAccess, method: string) =>
  (access as unknown as Record<string, AccessCall>)[method] as AccessCall;

export const scalarOperations: readonly Operation[] = scalarTypes.flatMap((type) =>
  (type.width === 1 ? [''] : ['', 'LittleEndian', 'BigEndian']).flatMap((order) => {
    const accessName = `${type.accessName ?? type.name}${type.width === 1 ? '' : order || MACHINE_ORDER}`;
    return [
      getter(type, `get${type.name}${order}`, `get${accessName}`),
      putter(type, `put${type.name}${order}`, `put${accessName}`),
    ];
  }),
);

function getter(type: ScalarType, method: string, accessMethod: string): Operation {
  const { width, fromAccess } = type;
  return {
    ...scalarAccess(method, width),
    weight: 10,
    writes: false,
    onSegment: (path, { segment: handle, offset }) => {
      const segment = path.at(handle);
      return onSegment(segment, method).call(segment, offset);
    },
    onAccess: (path, given) => {
      const value = atPlace(path, given, (chunk, offset) =>
        onAccess(path.access, accessMethod).call(path.access, chunk, offset),
      );
      return fromAccess === undefined ? value : fromAccess(value as Scalar);
    },
    source: ({ segment, offset }) => `s${segment}.${method}(${literal(offset)})`,
  };
}

function putter(type: ScalarType, method: string, accessMethod: string): Operation {
  const { width, values, toAccess } = type;
  return {
    ...scalarAccess(method, width),
    weight: 10,
    writes: true,
    choose: (choice) => {
      const place = choosePlace(choice, width);
      return place && { ...place, value: values.choose(choice.random) };
    },
    faults: ({ value }) => (values.fits(value) ? [] : [INVALID, UNSAFE]),
    onSegment: (path, { segment: handle, offset, value }) => {
      const segment = path.at(handle);
      return onSegment(segment, method).call(segment, offset, value);
    },
    onAccess: (path, given) => {
      const put = onAccess(path.access, accessMethod);
      const fitting = toAccess === undefined ? values.fitting : toAccess(values.fitting);
      const value = toAccess === undefined ? taken(path, given, values, put) : toAccess(given.value);
      return atPlace(path, given, (chunk, offset, refuses) =>
        put.call(path.access, chunk, offset, refuses ? fitting : value),
      );
    },
    source: ({ segment, offset, value }) => `s${segment}.${method}(${literal(offset)}, ${literal(value)})`,
  };
}

/** Rule 2: a value that does not fit is refused; then what a segment makes of it is written. */
function taken(path: AccessPath, given: Arguments, values: ValueRule, put: AccessCall): Scalar {
  if (values.fits(given.value)) return given.value;
  const { chunk, start } = path.at(given.segment);
  const refusal = refused(INVALID, () => put.call(path.access, chunk, start, given.value));
  try {
    return values.convert(given.value);
  } catch {
    throw refusal;
  }
}
