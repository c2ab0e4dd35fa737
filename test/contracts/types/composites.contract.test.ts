import fc from 'fast-check';
import { types } from '../../../lib/types/types.ts';
import { serializerContract } from '../serializer-contract.ts';

const text = fc.string({ unit: 'binary', maxLength: 20 });

serializerContract({
  type: types.list(types.int()),
  length: -1,
  values: [[], [1], [1, -2, 3]],
  arbitrary: fc.array(fc.integer()),
  wrong: [null, undefined, 1, {}, ['1'], [1, 'x']],
});

serializerContract({
  type: types.list(types.nullable(types.int())),
  length: -1,
  values: [[], [null], [1, null, 3]],
  arbitrary: fc.array(fc.option(fc.integer())),
});

serializerContract({
  type: types.array(types.int()),
  length: -1,
  values: [[], [1], [1, -2, 3]],
  arbitrary: fc.array(fc.integer()),
  wrong: [null, 1, {}, ['1']],
});

serializerContract({
  type: types.array(types.nullable(types.long())),
  length: -1,
  values: [[], [null], [1n, null, 3n]],
  arbitrary: fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))),
});

serializerContract({
  type: types.array(types.string()),
  length: -1,
  values: [[], [''], ['a', 'é', '\ud800']],
  arbitrary: fc.array(text),
  wrong: [null, 'a', [1]],
});

serializerContract({
  type: types.array(types.nullable(types.string())),
  length: -1,
  values: [[], [null], ['a', null, '']],
  arbitrary: fc.array(fc.option(text)),
});

serializerContract({
  type: types.map(types.string(), types.nullable(types.int())),
  length: -1,
  values: [
    new Map(),
    new Map([['a', null]]),
    new Map([
      ['b', 1],
      ['a', 2],
    ]),
  ],
  arbitrary: fc.array(fc.tuple(text, fc.option(fc.integer()))).map((entries) => new Map(entries)),
  wrong: [null, {}, [], new Map([['a', 'b']]), new Map([[1, 1]])],
});

serializerContract({
  type: types.tuple(types.int(), types.boolean()),
  length: 5,
  values: [
    [0, false],
    [-1, true],
  ],
  arbitrary: fc.tuple(fc.integer(), fc.boolean()),
  wrong: [null, [1], [1, true, 2], [1, 1], {}],
});

serializerContract({
  type: types.tuple(types.nullable(types.string()), types.nullable(types.int())),
  length: -1,
  values: [
    [null, null],
    ['', 1],
  ],
  arbitrary: fc.tuple(fc.option(text), fc.option(fc.integer())),
});

serializerContract({
  type: types.row({
    user: types.long(),
    url: types.nullable(types.string()),
    tags: types.list(types.string()),
    at: types.nullable(types.row({ x: types.double(), y: types.nullable(types.double()) })),
  }),
  length: -1,
  values: [
    { user: 0n, url: null, tags: [], at: null },
    { user: -1n, url: 'https://example.com', tags: ['a', 'b'], at: { x: 1, y: null } },
    { user: 2n, url: '', tags: [''], at: { x: 1, y: 0.5 } },
  ],
  arbitrary: fc.record({
    user: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    url: fc.option(text),
    tags: fc.array(text),
    at: fc.option(fc.record({ x: fc.double(), y: fc.option(fc.double()) })),
  }),
  wrong: [null, undefined, 1, 'row', { user: 1, tags: [] }, { user: 1n, tags: 'a' }],
});

serializerContract({
  name: 'row of 20 nullable fields',
  type: types.row(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, types.nullable(types.int())]))),
  length: -1,
  values: [
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, null])),
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, i % 3 === 0 ? null : i])),
  ],
});

const kinds = ['insert', 'updateBefore', 'updateAfter', 'delete'] as const;

serializerContract({
  type: types.row({ user: types.int() }, { kind: 'op' }),
  length: -1,
  values: kinds.map((op, user) => ({ user, op })),
  arbitrary: fc.record({ user: fc.integer(), op: fc.constantFrom(...kinds) }),
  wrong: [null, { user: 1, op: 'upsert' }],
});

serializerContract({
  type: types.row({}),
  length: -1,
  values: [{}],
  wrong: [null, 1],
});

const click = {
  zone: types.nullable(types.int()),
  at: types.long({ as: 'number' }),
  Url: types.string(),
};

serializerContract({
  type: types.pojo('com.example.Click', click),
  length: -1,
  values: [
    { Url: '', at: 0, zone: null },
    { Url: 'a', at: -1, zone: 2 },
  ],
  arbitrary: fc.record({ Url: text, at: fc.maxSafeInteger(), zone: fc.option(fc.integer()) }),
  wrong: [null, 1, { Url: 1, at: 0 }, { Url: '', at: '0' }],
});

serializerContract({
  type: types.nullable(types.pojo('com.example.Click', click)),
  length: -1,
  values: [null, { Url: '', at: 0, zone: null }],
  wrong: [1],
});

serializerContract({
  type: types.either(types.int(), types.string()),
  length: -1,
  values: [{ right: '' }, { left: 1 }, { right: 'a' }],
  arbitrary: fc.oneof(fc.record({ left: fc.integer() }), fc.record({ right: text })),
  wrong: [null, {}, { left: 1, right: '' }, { left: '1' }, 1],
});

serializerContract({
  type: types.nullable(types.int()),
  length: -1,
  values: [null, 1],
  arbitrary: fc.option(fc.integer()),
  wrong: ['1'],
});

serializerContract({
  type: types.nullable(types.string()),
  length: -1,
  values: [null, '', 'a'],
  arbitrary: fc.option(text),
  wrong: [1],
});

serializerContract({
  type: types.generic(),
  length: -1,
  // Not arrays: V8 writes those that it has read in another form.
  values: [true, 1, 'a', { a: new Map([[1, new Date(5)]]) }, new Set(['b']), new Uint8Array([1, 2])],
  arbitrary: fc.oneof(fc.bigInt(), fc.string(), fc.dictionary(fc.string(), fc.option(fc.boolean()))),
  wrong: [null, () => 1],
});

interface Point {
  readonly x: number;
  readonly y: number;
}

serializerContract<Point>({
  type: types.value('composites.contract.Point', {
    length: 8,
    serialize(point, target) {
      target.writeInt(point.x);
      target.writeInt(point.y);
    },
    deserialize: (source) => ({ x: source.readInt(), y: source.readInt() }),
    createInstance: () => ({ x: 0, y: 0 }),
  }),
  length: 8,
  values: [
    { x: 1, y: 2 },
    { x: -1, y: 0 },
  ],
  arbitrary: fc.record({ x: fc.integer(), y: fc.integer() }),
});
