import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { putIntKey } from '../normalized-key.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'char' } as const;
const EXPECTED = 'a text of one UTF-16 unit';

class CharSerializer extends AtomicSerializer<string> {
  constructor() {
    super(DESCRIPTION, 2);
  }

  createInstance(): string {
    return '\0';
  }

  serialize(value: string, target: DataOutputView): void {
    if (typeof value !== 'string' || value.length !== 1) throw notWritable(EXPECTED, value);
    target.writeChar(value.charCodeAt(0));
  }

  deserialize(source: DataInputView): string {
    return String.fromCharCode(source.readChar());
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeChar(source.readChar());
  }
}

class CharComparator extends AtomicComparator<string> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 2);
  }

  /** java.lang.Character.hashCode. */
  hash(value: string): number {
    return unitOf(value);
  }

  compare(a: string, b: string): number {
    if (this === undefined) throw unbound();
    return this.directed(unitOf(a) - unitOf(b));
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.directed(a.readChar() - b.readChar());
  }

  putNormalizedKey(record: string, target: MemorySegment, offset: number, length: number): void {
    putIntKey(unitOf(record), 2, target, offset, length);
  }
}

function unitOf(value: string): number {
  if (typeof value !== 'string' || value.length !== 1) throw notComparable(EXPECTED, value);
  return value.charCodeAt(0);
}

export const CHAR = atomicType<string>({
  description: DESCRIPTION,
  text: 'char',
  createSerializer: () => new CharSerializer(),
  createComparator: (descending) => new CharComparator(descending),
});
