// What do compare, equalTo, copyTo, fill and swapBytes cost at each size, against the best way of plain Node?
//
// Both sides work on the same memory and have everything ready: `range` is a range at an offset of larger memory, of Buffers
// on the one side and segments on the other; `whole` is all of a segment, against all of a Buffer that was cut beforehand.
// The ratio is to the fastest rival, at each size anew. A headline row is the size with the worst ratio.
import { currentEngine, MemorySegment } from '../dist/index.js';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const SIZES = process.env.OFFHEAP_BENCH_SIZES?.split(',').map(Number) ?? [
  ...[4, 5, 7, 8, 12, 16, 24, 32, 48, 64, 100, 128, 256, 512],
  ...[1, 2, 4, 16, 64, 256, 1024].map((kibi) => kibi * 1024),
];
const ROUNDS = Number(process.env.OFFHEAP_BENCH_ROUNDS ?? 41);
const WARMUP_ROUNDS = 12;
/** Bytes that a round goes through, in so many operations at most and at least. */
const ROUND_BYTES = 2 ** 20;
const MOST_OPERATIONS = 3000;
const LEAST_OPERATIONS = 4;
/** Places in the memory that small ranges take in turn, so that no operation repeats the one before. A power of two. */
const PLACES = 8;
const LARGEST_ROTATED_BYTES = 4096;
/** Never slower, with what is noise here. */
const TARGET = 1.03;
/** Part of the names of the rows to measure; nothing is published then. */
const ONLY = process.env.OFFHEAP_BENCH_ONLY;

/**
 * `ours` and the rivals: the text of one operation of n bytes. As a range: from offset o of segment s, Buffer a, array c or
 * DataView v to offset p of t, b, d, w; q is another place in s. Whole: the same letters, each cut to the range.
 *
 * Each does the whole job: a range that does not fit is refused before a byte is written. Buffer.copy is the exception, which
 * copies what there is room for.
 */
const operations = {
  compare: {
    contents: true,
    ours: 's.compare(t, o, p, n)',
    range: {
      'buffer.compare': 'a.compare(b, p, p + n, o, o + n)',
      'Buffer.compare': 'Buffer.compare(a.subarray(o, o + n), b.subarray(p, p + n))',
    },
    whole: { 'buffer.compare': 'a.compare(b)', 'Buffer.compare': 'Buffer.compare(a, b)' },
  },
  equalTo: {
    contents: true,
    ours: 's.equalTo(t, o, p, n) ? 1 : 0',
    range: {
      'buffer.compare': 'a.compare(b, p, p + n, o, o + n) === 0 ? 1 : 0',
      'buffer.equals': 'a.subarray(o, o + n).equals(b.subarray(p, p + n)) ? 1 : 0',
    },
    whole: { 'buffer.equals': 'a.equals(b) ? 1 : 0', 'buffer.compare': 'a.compare(b) === 0 ? 1 : 0' },
  },
  copyTo: {
    ours: 's.copyTo(o, t, p, n)',
    range: {
      'Buffer.copy': 'a.copy(b, p, o, o + n)',
      'Uint8Array.set': 'd.set(c.subarray(o, o + n), p)',
    },
    whole: { 'Buffer.copy': 'a.copy(b)', 'Uint8Array.set': 'd.set(c)' },
  },
  'copyTo the same segment': {
    ours: 's.copyTo(o, s, q, n)',
    range: {
      'Buffer.copy': 'a.copy(a, q, o, o + n)',
      'Uint8Array.copyWithin': 'c.copyWithin(q, o, o + n)',
      'Uint8Array.set': 'c.set(c.subarray(o, o + n), q)',
    },
  },
  fill: {
    ours: 's.fill(i & 127, o, n)',
    range: { 'Buffer.fill': 'a.fill(i & 127, o, o + n)', 'Uint8Array.fill': 'c.fill(i & 127, o, o + n)' },
    whole: { 'Buffer.fill': 'a.fill(i & 127)', 'Uint8Array.fill': 'c.fill(i & 127)' },
  },
  swapBytes: {
    ours: 's.swapBytes(t, o, p, n)',
    range: {
      'three Uint8Array.set':
        'scratch.set(c.subarray(o, o + n)); c.set(d.subarray(p, p + n), o); d.set(scratch.subarray(0, n), p)',
      'three Buffer.copy': 'a.copy(scratch, 0, o, o + n); b.copy(a, o, p, p + n); scratch.copy(b, p, 0, n)',
      'a loop of words': 'swapWords(v, o, w, p, n)',
    },
    whole: {
      'three Uint8Array.set': 'held.set(c); c.set(d); d.set(held)',
      'a loop of words': 'swapWords(v, 0, w, 0, n)',
    },
  },
};
const CONTENTS = ['equal', 'first byte', 'middle byte', 'last byte'];
const memories = {
  'off-heap': (sizeBytes) => MemorySegment.allocate(sizeBytes),
  heap: (sizeBytes) => MemorySegment.allocateHeap(sizeBytes),
};
/** Where in its place a range begins: in s, in t, and the other one in s. */
const alignments = { aligned: [0, 0, 0], odd: [3, 5, 7] };

/** What both sides need for one operation. A class, as the maps of objects from spreads differ from one to the next. */
class Place {
  constructor(s, t, o, p, q) {
    this.s = s;
    this.t = t;
    this.a = bufferOver(s);
    this.b = bufferOver(t);
    this.c = new Uint8Array(this.a.buffer, this.a.byteOffset, this.a.length);
    this.d = new Uint8Array(this.b.buffer, this.b.byteOffset, this.b.length);
    this.v = new DataView(this.a.buffer, this.a.byteOffset, this.a.length);
    this.w = new DataView(this.b.buffer, this.b.byteOffset, this.b.length);
    this.o = o;
    this.p = p;
    this.q = q;
  }
}

let consumed = 0;
const rows = [];
/** By operation, shape and memory: a line for each size, of the alignment and content with the worst ratio. */
const table = {};
const all = [];
for (const [memory, allocate] of Object.entries(memories)) {
  for (const [name, operation] of Object.entries(operations)) {
    for (const shape of ['range', 'whole'].filter((key) => key in operation))
      measureShape(name, shape, memory, allocate);
  }
}
for (const { name, ratio, baselineName } of all.filter((r) => r.ratio > TARGET)) {
  console.log(`${ratio.toFixed(3)}  ${name} (${baselineName})`);
}
if (process.env.OFFHEAP_BENCH_SHOW)
  for (const r of all) console.log(r.ratio.toFixed(2), r.ours, r.baseline, r.name, r.baselineName);
console.log(`consumed ${consumed}`);
if (ONLY === undefined) {
  publish('bulk-operations', {
    question: 'What do the bulk operations cost at each size, against the best way of plain Node?',
    engine: currentEngine().name,
    parameters: { rounds: ROUNDS, places: PLACES },
    columns: ['bytes', 'where', 'ours ns', 'best way', 'its ns', 'ratio'],
    table,
    rows,
  });
}

/** All sizes, alignments and contents of one operation; before their rows, the one for the README. */
function measureShape(name, shape, memory, allocate) {
  const operation = operations[name];
  const title = `${name}, ${shape}, ${memory}`;
  const texts = { ours: operation.ours, ...operation[shape] };
  const loops = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, compile(title, text)]));
  const measured = [];
  for (const size of SIZES) {
    for (const [alignment, shifts] of Object.entries(alignments)) {
      for (const content of operation.contents ? CONTENTS : ['equal']) {
        const differing = content === 'equal' ? content : `differing at the ${content}`;
        const where = [alignment, ...(operation.contents ? [differing] : [])].join(', ');
        const rowName = `${title}, ${size} bytes, ${where}`;
        if (ONLY !== undefined && !rowName.includes(ONLY)) continue;
        measured.push({ ...measure({ name: rowName, shape, allocate, loops, size, shifts, content }), size, where });
      }
    }
  }
  if (measured.length === 0) return;
  const worst = measured.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  const headline = memory === 'off-heap' && {
    headline: false,
    name: `${name}, ${shape}, at the worst size of 4 B to 1 MiB`,
  };
  if (headline) {
    const { size, where, ...row } = worst;
    rows.push({ ...row, ...headline, worst: `${size} bytes, ${where}` });
  }
  table[title] = SIZES.flatMap((size) => {
    const ofSize = measured.filter((r) => r.size === size);
    if (ofSize.length === 0) return [];
    const { where, ours, baselineName, baseline, ratio } = ofSize.reduce((a, b) => (b.ratio > a.ratio ? b : a));
    return [[size, where, tenth(ours), baselineName, tenth(baseline), hundredth(ratio)]];
  });
  all.push(...measured);
}

/** One loop for all sizes, as a program has one. */
function compile(name, text) {
  const isValue = name.startsWith('compare') || name.startsWith('equalTo');
  return new Function(
    'memory',
    'n',
    'operations',
    'swapWords',
    `// ${name}
    const { places, scratch, held } = memory;
    const last = places.length - 1;
    let sum = 0;
    for (let i = 0; i < operations; i++) {
      const { s, t, a, b, c, d, v, w, o, p, q } = places[i & last];
      ${isValue ? `sum += ${text}` : text};
    }
    return sum;`,
  );
}

function measure({ name, shape, allocate, loops, size, shifts, content }) {
  const count = size <= LARGEST_ROTATED_BYTES ? PLACES : 1;
  const pitch = Math.ceil(size / 64) * 64 + 64;
  const source = allocate(2 * count * pitch);
  const target = allocate(count * pitch);
  try {
    const ranges = Array.from({ length: count }, (_, i) => {
      const at = { o: i * pitch + shifts[0], p: i * pitch + shifts[1], q: (count + i) * pitch + shifts[2] };
      fillWith(source, at.o, target, at.p, size, content);
      return at;
    });
    const places = ranges.map(({ o, p, q }) =>
      shape === 'whole'
        ? new Place(source.wrap(o, size), target.wrap(p, size), 0, 0, 0)
        : new Place(source, target, o, p, q),
    );
    const scratch = Buffer.alloc(size);
    const memory = { places, scratch, held: new Uint8Array(scratch.buffer, scratch.byteOffset, size) };
    const repeats = Math.max(LEAST_OPERATIONS, Math.min(MOST_OPERATIONS, Math.floor(ROUND_BYTES / size)));
    const contestants = Object.fromEntries(
      Object.entries(loops).map(([key, loop]) => [key, () => loop(memory, size, repeats, swapWords)]),
    );
    const measured = interleave(contestants, { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS });
    consumed += measured.consumed;
    const { ours, ...rivals } = measured.medians;
    const [baselineName, baseline] = Object.entries(rivals).reduce((best, rival) =>
      rival[1] < best[1] ? rival : best,
    );
    return row({ name, baselineName, ours, baseline, operations: repeats, target: TARGET, headline: false });
  } finally {
    source.free();
    target.free();
  }
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}

function hundredth(value) {
  return Math.round(value * 100) / 100;
}

function bufferOver(segment) {
  const pin = segment.pin();
  const buffer = Buffer.from(pin.bytes.buffer, pin.bytes.byteOffset, pin.bytes.byteLength);
  pin.release();
  return buffer;
}

function fillWith(s, o, t, p, size, content) {
  for (let i = 0; i < size; i++) {
    s.putByte(o + i, i * 7);
    t.putByte(p + i, i * 7);
  }
  const at = { 'first byte': 0, 'middle byte': size >> 1, 'last byte': size - 1 }[content];
  if (at !== undefined) t.putByte(p + at, s.getByte(o + at) ^ 0x55);
}

/** What a program would write itself. Ranges that overlap would lose bytes, so they are refused. */
function swapWords(v, from, w, to, length) {
  if (!(from >= 0 && from <= v.byteLength - length && to >= 0 && to <= w.byteLength - length)) throw new RangeError();
  if (v.buffer === w.buffer && Math.abs(v.byteOffset + from - w.byteOffset - to) < length) throw new RangeError();
  let j = 0;
  for (; j + 4 <= length; j += 4) {
    const word = v.getInt32(from + j, true);
    v.setInt32(from + j, w.getInt32(to + j, true), true);
    w.setInt32(to + j, word, true);
  }
  for (; j < length; j++) {
    const byte = v.getInt8(from + j);
    v.setInt8(from + j, w.getInt8(to + j));
    w.setInt8(to + j, byte);
  }
}
