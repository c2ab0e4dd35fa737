import { isDate } from 'node:util/types';
import { CorruptDataError } from '../../errors/type-errors.ts';
import type { LongHalves } from '../../memory/long-halves.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { compareLongs, copyLong, hashOfSafeInteger, putSafeIntegerKey } from '../long-form.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

type DateDescription = { readonly kind: 'date' | 'sqlDate' | 'sqlTime' };
const EXPECTED = 'a valid Date';
/** Upper half of the smallest long, which stands for null. */
const NULL_HIGH = -(2 ** 31);
const MAX_DATE_MILLIS = 8.64e15;

/** Milliseconds after 1970-01-01T00:00:00Z as a long. */
class DateSerializer extends OwnNullSerializer<Date> {
  constructor(description: DateDescription, nullable = false) {
    super(description, 8, 8, nullable);
  }

  override get immutable(): boolean {
    return false;
  }

  createInstance(): Date {
    return new Date(0);
  }

  override copy(value: Date): Date {
    if (!isDate(value)) throw notWritable(EXPECTED, value);
    return new Date(getTime.call(value));
  }

  withNull(): TypeSerializer<Date | null> {
    return new DateSerializer(this.description as DateDescription, true) as TypeSerializer<Date | null>;
  }

  protected writeNull(target: DataOutputView): void {
    target.writeLongHighLow(NULL_HIGH, 0);
  }

  protected writeValue(value: Date, target: DataOutputView): void {
    const millis = timeOf(value);
    if (millis === undefined) throw notWritable(EXPECTED, value);
    target.writeLongAsNumber(millis);
  }

  protected readValue(source: DataInputView): Date | null {
    const { position } = source;
    const { high, low } = source.readLongHighLow(halves);
    if (high === NULL_HIGH && low === 0) return null;
    const millis = high * 2 ** 32 + low;
    // Beyond this sums are not exact, and far beyond it there are no dates.
    if (Math.abs(millis) <= MAX_DATE_MILLIS) return new Date(millis);
    throw new CorruptDataError({ position, reason: 'a date beyond those of JavaScript' });
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    copyLong(source, target);
  }
}

class DateComparator extends AtomicComparator<Date> {
  constructor(description: DateDescription, descending: boolean) {
    super(description, descending, 8);
  }

  /** java.util.Date.hashCode. */
  hash(value: Date): number {
    return hashOfSafeInteger(millisOf(value));
  }

  compare(a: Date, b: Date): number {
    if (this === undefined) throw unbound();
    return this.directed(millisOf(a) - millisOf(b));
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.directed(compareLongs(a, b));
  }

  putNormalizedKey(record: Date, target: MemorySegment, offset: number, length: number): void {
    putSafeIntegerKey(millisOf(record), target, offset, length);
  }
}

/** What Date itself knows of a date, whatever the class of the date says. */
const { getTime } = Date.prototype;

/** Undefined for what is no valid Date: what only inherits from Date has no time. */
function timeOf(value: unknown): number | undefined {
  if (!isDate(value)) return undefined;
  const millis = getTime.call(value);
  return Number.isNaN(millis) ? undefined : millis;
}

function millisOf(value: Date): number {
  const millis = timeOf(value);
  if (millis === undefined) throw notComparable(EXPECTED, value);
  return millis;
}

const halves: LongHalves = { high: 0, low: 0 };

function dateType(kind: DateDescription['kind']): TypeInformation<Date> {
  const description: DateDescription = { kind };
  return atomicType<Date>({
    description,
    text: kind,
    createSerializer: () => new DateSerializer(description),
    createComparator: (descending) => new DateComparator(description, descending),
  });
}

export const DATE = dateType('date');
export const SQL_DATE = dateType('sqlDate');
export const SQL_TIME = dateType('sqlTime');
