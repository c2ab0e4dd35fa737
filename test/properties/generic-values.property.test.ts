import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { types } from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

const generic = types.generic<unknown>();
const serializer = generic.createSerializer();

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
  maxDepth: 4,
});

/** Objects of all kinds that have parts, any of which may be in any other, and in itself. */
const graph = fc
  .array(fc.tuple(fc.constantFrom('object', 'array', 'map', 'set', 'error'), fc.array(fc.nat(), { maxLength: 5 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((nodes) => {
    const made = nodes.map(([kind]) => node(kind));
    nodes.forEach(([, edges], i) => {
      for (const [at, edge] of edges.entries()) join(made[i] as object, made[edge % made.length] as object, at);
    });
    return made[0];
  });

function node(kind: string): object {
  if (kind === 'array') return [];
  if (kind === 'map') return new Map();
  if (kind === 'set') return new Set();
  return kind === 'error' ? Object.assign(new RangeError('a'), { stack: 'here' }) : {};
}

function join(from: object, to: object, at: number): void {
  if (Array.isArray(from)) from.push(to);
  else if (from instanceof Map) from.set(at % 2 === 0 ? to : at, at % 2 === 0 ? at : to);
  else if (from instanceof Set) from.add(to);
  else if (from instanceof Error) from.cause = to;
  else (from as Record<string, unknown>)[`p${at}`] = to;
}

/** Bytes that often mean something: tags, short numbers, texts, and the beginnings of long ones. */
const plausible = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.nat(20).map((tag) => [tag]) },
      { weight: 6, arbitrary: fc.nat(6).map((number) => [number]) },
      { weight: 2, arbitrary: fc.nat(9).map((digit) => [8, 2, 0x30 + digit]) },
      { weight: 1, arbitrary: fc.constant([0xff, 0xff, 0xff, 0xff, 0x0f]) },
      { weight: 1, arbitrary: fc.nat(255).map((byte) => [byte]) },
      { weight: 1, arbitrary: fc.constant([10, 0x80, 0x80, 4, 0, 11, 0x80, 0x80, 4]) },
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.flat());

function decodeOrRefuse(bytes: Uint8Array): void {
  let value: unknown;
  try {
    value = generic.decode(bytes);
  } catch (error) {
    const { code, position } = failureOf(() => {
      throw error;
    });
    expect(code).toMatch(/^ERR_(CORRUPT_DATA|END_OF_DATA)$/);
    expect(position).toBeLessThanOrEqual(bytes.length);
    return;
  }
  // What has been read can be written, and read again: nothing was made that the form has no room for.
  if (value === null) return;
  const again = generic.encode(value);
  expect(generic.encode(generic.decode(again))).toEqual(again);
}

describe('generic values of any shape', () => {
  it('are what structured clone makes of them', () => {
    fc.assert(
      fc.property(anything, (value) => {
        fc.pre(value !== null && value !== undefined);
        expect(generic.decode(generic.encode(value))).toStrictEqual(structuredClone(value));
        expect(serializer.copy(value)).toStrictEqual(structuredClone(value));
      }),
      { numRuns: 400 },
    );
  });

  it('refer to one another as they did', () => {
    fc.assert(
      fc.property(graph, (value) => {
        const bytes = generic.encode(value);
        // Equal bytes: the same objects in the same places. V8's own clone fails for some of these, as do comparisons.
        expect(generic.encode(generic.decode(bytes))).toEqual(bytes);
        expect(generic.encode(serializer.copy(value))).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('are read from bytes that mean something, or refused', () => {
    fc.assert(
      fc.property(plausible, (body) => decodeOrRefuse(formOf(body))),
      { numRuns: 3000 },
    );
  });

  it('are read from their own bytes with some changed, or refused', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(anything, graph), changes, (value, changed) => {
        fc.pre(value !== null && value !== undefined);
        const bytes = generic.encode(value);
        for (const [at, byte] of changed) bytes[5 + (at % (bytes.length - 5))] = byte;
        decodeOrRefuse(bytes);
      }),
      { numRuns: 800 },
    );
  });
});

/** Behind their count and the version. */
function formOf(body: readonly number[]): Uint8Array {
  const bytes = Uint8Array.of(0, 0, 0, 0, 1, ...body);
  new DataView(bytes.buffer).setInt32(0, body.length + 1);
  return bytes;
}
