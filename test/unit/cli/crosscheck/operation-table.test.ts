import { describe, expect, it } from 'vitest';
import { operations } from '../../../../lib/cli/crosscheck/operation-table.ts';
import { MemorySegment } from '../../../../lib/memory/memory-segment.ts';

/** Members of MemorySegment that no operation calls, each with the reason. */
const uncovered: Readonly<Record<string, string>> = {
  constructor: 'private: it throws for everybody else',
  share: 'a second holder has a ledger and a lifetime of its own: test/contracts/segment-sharing.contract.test.ts',
  'static attach': 'see share',
  getAscii: 'gets bytes and makes a text of them: test/contracts/ascii-text.contract.test.ts',
  putAscii: 'see getAscii',
};

/** What every class has, and what is no function of ours. */
const INHERENT = ['length', 'name', 'prototype'];

function nameOf(key: string | symbol): string {
  return typeof key === 'string' ? key : (key.description ?? '');
}

const members = [
  ...Reflect.ownKeys(MemorySegment.prototype).map(nameOf),
  ...Reflect.ownKeys(MemorySegment)
    .map(nameOf)
    .filter((name) => !INHERENT.includes(name))
    .map((name) => `static ${name}`),
];

describe('the operations of the cross-check', () => {
  const covered = new Set(operations.flatMap(({ covers }) => covers));

  it('call every member of MemorySegment, except those that are named with a reason', () => {
    expect(members.filter((name) => !covered.has(name) && !(name in uncovered))).toEqual([]);
  });

  it('call nothing that does not exist, and except nothing that is called', () => {
    expect([...covered].filter((name) => !members.includes(name))).toEqual([]);
    expect(Object.keys(uncovered).filter((name) => covered.has(name) || !members.includes(name))).toEqual([]);
    for (const reason of Object.values(uncovered)) expect(reason).toMatch(/\w/);
  });

  it('have names of their own', () => {
    expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  });
});
