import type { ChunkAccess } from '../../engine/chunk-access.ts';
import type { Chunk } from '../../engine/engine.ts';
import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import { NO_ARGUMENTS, type Operation, type Scalar } from './operation.ts';
import { INVALID, isInside, OUT_OF_BOUNDS, PathRule, refused } from './path-rules.ts';
import type { RandomSource } from './random-source.ts';
import { atPlace, choosePlace, MACHINE_ORDER, scalarAccess } from './scalar-place.ts';
import { literal } from './source-text.ts';
import { valueRules } from './value-rules.ts';

type Half = 'High' | 'Low';
type Order = 'LittleEndian' | 'BigEndian';

const LONG_BYTES = 8;
const HALF_BYTES = 4;

const suffixes: readonly (Order | '')[] = ['', 'LittleEndian', 'BigEndian'];

/** Against the longs of the access: it has no halves. */
export const longHalfOperations: readonly Operation[] = suffixes.flatMap((suffix) => [
  getter('High', suffix),
  getter('Low', suffix),
  putter(suffix),
]);

function getter(half: Half, suffix: Order | ''): Operation {
  const method = `getLong${half}${suffix}` as const;
  const order = suffix || MACHINE_ORDER;
  const distance = (half === 'High') === (order === 'LittleEndian') ? HALF_BYTES : 0;
  return {
    ...scalarAccess(method, LONG_BYTES),
    weight: 8,
    writes: false,
    choose: (choice) => {
      const segment = choice.segment(LONG_BYTES);
      if (segment === undefined) return undefined;
      const { random } = choice;
      // Where one half is inside and the long is not, more often than bad offsets come by themselves.
      const offset = random.chance(5)
        ? random.pick([random.below(HALF_BYTES) - HALF_BYTES, segment.size - LONG_BYTES + 1 + random.below(HALF_BYTES)])
        : choice.offset(segment.size, LONG_BYTES);
      return { ...NO_ARGUMENTS, segment: segment.handle, offset };
    },
    ranges: ({ segment, offset }) => [{ segment, ...PathRule.halfRange(offset, distance) }],
    onSegment: (path, { segment, offset }) => {
      const target: MemorySegment = path.at(segment);
      return target[method](offset);
    },
    onAccess: (path, given) =>
      atPlace(path, given, (chunk, at, refuses) => {
        if (refuses) return path.access[`getLong${order}`](chunk, at as number);
        const signed = readHalf(path.access, chunk, at as number, order, distance);
        return half === 'High' ? signed : signed >>> 0;
      }),
    source: ({ segment, offset }) => `s${segment}.${method}(${literal(offset)})`,
  };
}

/** The bits of a half as a signed integer. */
function readHalf(access: ChunkAccess, chunk: Chunk, offset: number, order: Order, distance: number): number {
  const getLong = () => access[`getLong${order}`](chunk, offset);
  const half = PathRule.halfRange(offset, distance);
  if (isInside(offset, LONG_BYTES, chunk.sizeBytes) || !isInside(half.offset, half.length, chunk.sizeBytes)) {
    const isHigh = distance > 0 === (order === 'LittleEndian');
    return Number(BigInt.asIntN(32, isHigh ? getLong() >> 32n : getLong()));
  }
  // Rule 10; of a freed chunk either reason may come first.
  if (chunk.buffer.byteLength > 0) refused(OUT_OF_BOUNDS, getLong);
  return access[`getInt${order}`](chunk, half.offset);
}

function putter(suffix: Order | ''): Operation {
  const method = `putLongHighLow${suffix}` as const;
  const put = `putLong${suffix || MACHINE_ORDER}` as const;
  return {
    ...scalarAccess(method, LONG_BYTES),
    weight: 10,
    writes: true,
    choose: (choice) => {
      const place = choosePlace(choice, LONG_BYTES);
      const { random } = choice;
      return place && { ...place, value: halfValue(random), otherValue: halfValue(random) };
    },
    faults: ({ value, otherValue }) => (isConverted(value) && isConverted(otherValue) ? [] : [INVALID]),
    onSegment: (path, { segment, offset, value, otherValue }) => {
      const target: MemorySegment = path.at(segment);
      target[method](offset, value as number, otherValue as number);
    },
    onAccess: (path, given) => {
      const { value, otherValue } = given;
      if (!isConverted(value) || !isConverted(otherValue)) throw new InvalidArgumentError('A half is not a number');
      const long = BigInt.asIntN(64, (BigInt(bits(value)) << 32n) | BigInt(bits(otherValue) >>> 0));
      return atPlace(path, given, (chunk, at) => path.access[put](chunk, at as number, long));
    },
    source: ({ segment, offset, value, otherValue }) =>
      `s${segment}.${method}(${literal(offset)}, ${literal(value)}, ${literal(otherValue)})`,
  };
}

/** Signed or unsigned, and what is converted or refused. */
function halfValue(random: RandomSource): Scalar {
  return random.chance(50) ? valueRules.int.choose(random) : random.uint32();
}

/** All but a bigint become numbers, as for a DataView. */
function isConverted(value: unknown): boolean {
  return typeof value !== 'bigint';
}

/** As a DataView writes them. */
function bits(value: unknown): number {
  return +(value as number) | 0;
}
