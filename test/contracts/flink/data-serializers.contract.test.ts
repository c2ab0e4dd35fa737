import { afterEach, describe, expect, it } from 'vitest';
import { JavaRandom } from '../../fixtures/java-random.ts';
import { loadMemoryModules, rootKinds } from '../segment-kinds.ts';

/** What Flink's DataInputOutputSerializerTest checks: random values of all types through an output and back. */

const SEED = 7254512n;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

const modules = await loadMemoryModules('checked');
const { DataInputDeserializer } = await import('../../../lib/views/data-input-deserializer.ts');
const { DataOutputSerializer } = await import('../../../lib/views/data-output-serializer.ts');
type Output = InstanceType<typeof DataOutputSerializer>;
type Input = InstanceType<typeof DataInputDeserializer>;

interface Value {
  readonly bytes: number;
  write(output: Output): void;
  /** True when the input gives the same value. */
  isReadFrom(input: Input): boolean;
}

/** Makers of one random value each. */
const types: readonly ((random: JavaRandom) => Value)[] = [
  (random) => scalar(1, random.nextBoolean(), 'writeBoolean', 'readBoolean'),
  (random) => scalar(1, (random.nextInt() << 24) >> 24, 'writeByte', 'readByte'),
  (random) => scalar(1, random.nextInt() & 0xff, 'write', 'readUnsignedByte'),
  (random) => scalar(2, (random.nextInt() << 16) >> 16, 'writeShort', 'readShort'),
  (random) => scalar(2, random.nextInt() & 0xffff, 'writeShort', 'readUnsignedShort'),
  (random) => scalar(2, random.nextInt() & 0xffff, 'writeChar', 'readChar'),
  (random) => scalar(4, random.nextInt(), 'writeInt', 'readInt'),
  (random) => scalar(4, random.nextInt() >>> 0, 'writeInt', 'readUnsignedInt'),
  (random) => scalar(8, random.nextLong(), 'writeLong', 'readLong'),
  (random) => scalar(8, Number(BigInt.asIntN(53, random.nextLong())), 'writeLongAsNumber', 'readLongAsNumber'),
  (random) => scalar(4, random.nextFloat(), 'writeFloat', 'readFloat'),
  (random) => scalar(8, random.nextGaussian(), 'writeDouble', 'readDouble'),
  halves,
  (random) => text(random, 0x7f, 2, 'writeUTF', 'readUTF'),
  (random) => text(random, 0xffff, 2, 'writeUTF', 'readUTF'),
  (random) => text(random, 0xffff, 4, 'writeLongUTF', 'readLongUTF'),
  byteRange,
];

function scalar(bytes: number, value: unknown, write: keyof Output, read: keyof Input): Value {
  return {
    bytes,
    write: (output) => (output[write] as (value: unknown) => void)(value),
    isReadFrom: (input) => Object.is((input[read] as () => unknown)(), value),
  };
}

function halves(random: JavaRandom): Value {
  const high = random.nextInt();
  const low = random.nextInt() >>> 0;
  const target = { high: 0, low: 0 };
  return {
    bytes: 8,
    write: (output) => output.writeLongHighLow(high, low),
    isReadFrom: (input) => input.readLongHighLow(target) === target && target.high === high && target.low === low,
  };
}

function text(
  random: JavaRandom,
  largestUnit: number,
  prefix: number,
  write: 'writeUTF' | 'writeLongUTF',
  read: 'readUTF' | 'readLongUTF',
): Value {
  const units = Array.from({ length: random.nextInt(60) }, () => random.nextInt(largestUnit + 1));
  const bytes = units.reduce((sum, unit) => sum + (unit > 0x7ff ? 3 : unit > 0x7f || unit === 0 ? 2 : 1), prefix);
  return scalar(bytes, String.fromCharCode(...units), write, read);
}

function byteRange(random: JavaRandom): Value {
  const bytes = random.nextBytes(new Uint8Array(random.nextInt(100) + 2));
  const length = bytes.length - 2;
  return {
    bytes: length,
    write: (output) => output.write(bytes, 1, length),
    isReadFrom: (input) => {
      const read = new Uint8Array(bytes.length);
      input.readFully(read, 1, length);
      return Buffer.compare(read.subarray(1, length + 1), bytes.subarray(1, length + 1)) === 0;
    },
  };
}

const randomValue = (random: JavaRandom) =>
  (types[random.nextInt(types.length)] as (random: JavaRandom) => Value)(random);

describe('DataOutputSerializer and DataInputDeserializer', () => {
  it('carry 100,000 random values through an output that starts with 4 bytes', () => {
    const output = new DataOutputSerializer(4);
    const written = new JavaRandom(SEED);
    let length = 0;
    let wrongLengths = 0;
    for (let i = 0; i < 100_000; i++) {
      const value = randomValue(written);
      value.write(output);
      length += value.bytes;
      if (output.length !== length) wrongLengths += 1;
    }
    expect(wrongLengths).toBe(0);
    const input = new DataInputDeserializer(output.sharedBuffer, 0, output.length);
    const read = new JavaRandom(SEED);
    let wrongValues = 0;
    for (let i = 0; i < 100_000; i++) if (!randomValue(read).isReadFrom(input)) wrongValues += 1;
    expect([wrongValues, input.available, input.position]).toEqual([0, 0, length]);
  });

  it.each(rootKinds(modules))('carry values through a page that is $name', (kind) => {
    const { segment, surroundingsAreIntact } = kind.make(4096, cleanUp);
    const output = new DataOutputSerializer(segment);
    const written = new JavaRandom(SEED);
    let count = 0;
    for (let value = randomValue(written); output.length + value.bytes <= 4096; value = randomValue(written)) {
      value.write(output);
      count += 1;
    }
    expect(count).toBeGreaterThan(100);
    const input = new DataInputDeserializer(segment, 0, output.length);
    const read = new JavaRandom(SEED);
    let wrongValues = 0;
    for (let i = 0; i < count; i++) if (!randomValue(read).isReadFrom(input)) wrongValues += 1;
    expect([wrongValues, input.available, surroundingsAreIntact()]).toEqual([0, 0, true]);
  });
});
