import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as offheap from '../../lib/index.ts';
import { readVectors } from './vectors.ts';

interface FlinkClass {
  readonly class: string;
  /** `current`, or the release it was last in. */
  readonly version: string;
  readonly members: readonly string[];
}

interface Row {
  readonly member: string;
  readonly ours: string;
  readonly state: string;
  readonly note: string;
}

const { flink, entries } = readVectors<FlinkClass>('flink-api.json');
const classes = entries.map((entry) => ({ ...entry, name: entry.class.split('.').at(-1) as string }));
const document = readFileSync(new URL('../../docs/flink-parity.md', import.meta.url), 'utf8');

/** Whose members the second column names. */
const ours: Readonly<Record<string, object>> = {
  MemorySegment: offheap.MemorySegment.prototype,
  MemorySegmentFactory: offheap.MemorySegmentFactory,
  MemorySegmentWritable: offheap.DataOutputSerializer.prototype,
  DataOutput: offheap.DataOutputSerializer.prototype,
  DataOutputView: offheap.DataOutputSerializer.prototype,
  DataOutputSerializer: offheap.DataOutputSerializer.prototype,
  DataInput: offheap.DataInputDeserializer.prototype,
  DataInputView: offheap.DataInputDeserializer.prototype,
  DataInputDeserializer: offheap.DataInputDeserializer.prototype,
  AbstractPagedOutputView: new offheap.PagedOutputView({ segmentSizeBytes: 1, nextSegment: () => undefined }),
  AbstractPagedInputView: new offheap.PagedInputView({ nextSegment: () => undefined }),
  SeekableDataOutputView: offheap.RandomAccessOutputView.prototype,
  SeekableDataInputView: offheap.RandomAccessInputView.prototype,
  RandomAccessOutputView: offheap.RandomAccessOutputView.prototype,
  RandomAccessInputView: offheap.RandomAccessInputView.prototype,
};
/** What is no member of the class. */
const elsewhere = new Set(['OFFHEAP_CHECKED']);

describe('docs/flink-parity.md', () => {
  it('names the release that its lists are from', () => {
    expect(document).toContain(`Apache Flink ${flink} `);
  });

  it.each(classes)('has every member of $name, and no other', ({ name, version, members }) => {
    expect(members.length).toBeGreaterThan(0);
    expect(rowsOf(name).map(({ member }) => member)).toEqual(members);
    if (version !== 'current') expect(sectionOf(name)).toContain(`Flink ${version}`);
  });

  it.each(classes)('says of every member of $name what it is here, and why when it differs', ({ name }) => {
    for (const { member, ours: here, state, note } of rowsOf(name)) {
      expect(['same', 'different', 'absent', 'later'], member).toContain(state);
      expect(here === '–', member).toBe(state === 'absent' || state === 'later');
      if (state !== 'same') expect(note, member).toMatch(/\w/);
    }
  });

  it.each(classes.filter(({ name }) => name in ours))('names what exists here for $name', ({ name }) => {
    const methods = ours[name] as object;
    for (const { member, ours: here } of rowsOf(name)) {
      if (here === '–') continue;
      const method = here.replaceAll('`', '');
      expect(method in methods || method === name || elsewhere.has(method), `${member}: ${method}`).toBe(true);
    }
  });

  it('gives the reasons that it refers to', () => {
    const references = new Set([...document.matchAll(/\[(\d)\]/g)].map(([, number]) => Number(number)));
    const reasons = [...document.matchAll(/^(\d)\. \*\*/gm)].map(([, number]) => Number(number));
    expect([...references].sort()).toEqual(reasons);
  });

  it('names tests that exist', () => {
    const files = [...document.matchAll(/`(test\/[^`]+\.ts)`/g)].map(([, file]) => file as string);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(() => readFileSync(new URL(`../../${file}`, import.meta.url)), file).not.toThrow();
  });
});

function sectionOf(name: string): string {
  return document.split(`\n### ${name}\n`)[1]?.split(/\n##/)[0] ?? '';
}

function rowsOf(name: string): Row[] {
  return sectionOf(name)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, member = '', here = '', state = '', note = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return { member: member.replaceAll('`', ''), ours: here, state, note };
    });
}
