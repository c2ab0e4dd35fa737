import { EndOfDataError } from '../../errors/view-errors.ts';
import type { ByteInput, ByteOutput } from '../../memory/byte-transfer.ts';
import { DataInputDeserializer } from '../../views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../views/data-output-serializer.ts';
import type { AccessPath } from './access-path.ts';
import type { ArgumentChoice } from './argument-choice.ts';
import { patternBytes, patternSource } from './array-pattern.ts';
import { type Arguments, NO_ARGUMENTS, type Operation } from './operation.ts';
import { isInside, placed } from './path-rules.ts';
import { isLength } from './range-operations.ts';
import { callSource, literal } from './source-text.ts';

const END_OF_DATA = new EndOfDataError().code;

/** What arrives from an input that does not know segments arrives in pieces of this size. */
const PIECE_BYTES = 8 * 1024;

/** `get` to outputs and `put` from inputs: ones that know segments, and ones that take and give arrays. */
function range(choice: ArgumentChoice): Arguments | undefined {
  const segment = choice.segment();
  return segment && { ...NO_ARGUMENTS, segment: segment.handle, ...choice.range(segment.size) };
}

function rangeAndInput(choice: ArgumentChoice): Arguments | undefined {
  const given = range(choice);
  if (given === undefined) return undefined;
  const { random } = choice;
  const length = isLength(given.length) ? given.length : 5;
  const size = random.chance(90) ? length + random.below(3) : random.below(length + 1);
  return { ...given, size, pattern: random.below(2 ** 16) };
}

/** Keeps what it is given. */
class Collector implements ByteOutput {
  readonly #pieces: Uint8Array[] = [];

  write(bytes: Uint8Array, offset: number, length: number): void {
    this.#pieces.push(bytes.subarray(offset, offset + length));
  }

  content(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#pieces));
  }
}

/** Gives the bytes of an array. */
class Supplier implements ByteInput {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  readFully(bytes: Uint8Array, offset: number, length: number): void {
    if (length > this.#bytes.length - this.#position) throw new EndOfDataError();
    bytes.set(this.#bytes.subarray(this.#position, this.#position + length), offset);
    this.#position += length;
  }
}

const endsEarly = ({ length, size }: Arguments) => size < length;

function getOnAccess(path: AccessPath, { segment, offset, length }: Arguments): Uint8Array {
  const { chunk, start } = path.at(segment);
  return path.withArray(0, isLength(length) ? length : 0, false, (array) =>
    path.access.copyBytes(chunk, placed(start, offset), array, 0, length),
  );
}

/** `complete`: how many bytes arrive from an input that ends early. */
function putOnAccess(path: AccessPath, given: Arguments, complete: number): void {
  const { segment, offset, length, pattern, size } = given;
  const { chunk, start, size: segmentSize } = path.at(segment);
  const isCutOff =
    endsEarly(given) && isLength(length) && Number.isInteger(offset) && isInside(offset, length, segmentSize);
  const arriving = isCutOff ? complete : length;
  path.withArray(pattern, isLength(length) ? Math.max(size, length) : size, false, (array) =>
    path.access.copyBytes(array, 0, chunk, placed(start, offset), arriving),
  );
  if (isCutOff) throw new EndOfDataError();
}

const outgoing = {
  covers: ['get'],
  weight: 5,
  takes: 1,
  writes: false,
  choose: range,
  ranges: ({ segment, offset, length }: Arguments) => [{ segment, offset, length }],
  onAccess: getOnAccess,
} as const;

const incoming = {
  covers: ['put'],
  weight: 6,
  takes: 1,
  writes: true,
  choose: rangeAndInput,
  ranges: ({ segment, offset, length }: Arguments) => [{ segment, offset, length }],
  faults: (given: Arguments) => (endsEarly(given) ? [END_OF_DATA] : []),
} as const;

export const transferOperations: readonly Operation[] = [
  {
    ...outgoing,
    name: 'get to an output',
    onSegment: (path, { segment, offset, length }) => {
      const output = new Collector();
      path.at(segment).get(offset, output, length);
      return output.content();
    },
    source: ({ segment, offset, length }) =>
      `((pieces) => { s${segment}.get(${literal(offset)}, { write: (bytes) => pieces.push(bytes) }, ${literal(length)}); return Buffer.concat(pieces); })([])`,
  },
  {
    ...outgoing,
    name: 'get to a serializer',
    onSegment: (path, { segment, offset, length }) => {
      const output = new DataOutputSerializer(16);
      path.at(segment).get(offset, output, length);
      return output.copyOfBuffer();
    },
    source: ({ segment, offset, length }) =>
      `((output) => { s${segment}.get(${literal(offset)}, output, ${literal(length)}); return output.copyOfBuffer(); })(new DataOutputSerializer(16))`,
  },
  {
    ...incoming,
    name: 'put from an input',
    onSegment: (path, { segment, offset, length, pattern, size }) =>
      path.at(segment).put(offset, new Supplier(patternBytes(pattern, size)), length),
    onAccess: (path, given) => putOnAccess(path, given, given.size - (given.size % PIECE_BYTES)),
    source: ({ segment, offset, length, pattern, size }) =>
      `s${segment}.put(${literal(offset)}, ((input) => ({ readFully: (bytes, offset, length) => input.readFully(bytes, offset, length) }))(${input(pattern, size)}), ${literal(length)})`,
  },
  {
    ...incoming,
    name: 'put from a deserializer',
    onSegment: (path, { segment, offset, length, pattern, size }) =>
      path.at(segment).put(offset, new DataInputDeserializer(patternBytes(pattern, size)), length),
    onAccess: (path, given) => putOnAccess(path, given, 0),
    source: ({ segment, offset, length, pattern, size }) =>
      callSource(`s${segment}.put`, [offset, { toString: () => input(pattern, size) }, length]).slice(0, -1),
  },
];

function input(pattern: number, size: number): string {
  return `new DataInputDeserializer(${patternSource(pattern, size)})`;
}
