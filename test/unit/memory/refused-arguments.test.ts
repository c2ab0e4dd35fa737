import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../lib/engine/engine.ts';
import { InvalidArgumentError } from '../../../lib/errors/index.ts';
import { MemoryBudget } from '../../../lib/memory/budget/memory-budget.ts';
import { registerCleaner } from '../../../lib/memory/budget/memory-cleaners.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { trim } from '../../../lib/memory/trim.ts';
import { leakScope } from '../../../lib/testing.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

/** What TypeScript would refuse. */
const any = (value: unknown) => value as never;

const refusal = (argument: string) =>
  expect.objectContaining({
    code: 'ERR_INVALID_ARGUMENT',
    fields: expect.objectContaining({ argument }),
  });

/** They call the accessor of the machine's byte order, which a receiver that is no segment may not have. */
const FORWARDED = ['getLongAsNumber', 'getLongHigh', 'getLongLow', 'putLongHighLow'];

describe('what is no engine', () => {
  it.each(['js', 5, null, {}])('is refused by all that take one: %j', (value) => {
    const engine = any(value);
    using shared = MemorySegment.allocate(8, { shared: true });
    const budget = MemoryBudget.worker().child('refused-arguments');
    const calls = [
      () => MemorySegment.allocate(8, { engine }),
      () => MemorySegment.allocate(8, { engine, budget }),
      () => MemorySegment.attach(shared.share(), { engine }),
      () => trim(engine),
      () => MemoryBudget.process(engine),
      () => MemoryBudget.worker(engine),
      () => leakScope(() => 1, { engine }),
      () => leakScope({ engine }),
    ];
    for (const call of calls) expect(call).toThrow(refusal('engine'));
    expect(budget.usedBytes).toBe(0);
    budget.close();
  });
});

describe('what is no budget', () => {
  it.each(['x', 5, null, {}])('is refused by allocate: %j', (budget) => {
    expect(() => MemorySegment.allocate(8, { budget: any(budget) })).toThrow(refusal('budget'));
  });
});

describe('what is no signal', () => {
  it.each(['x', 5, null, {}])('is refused by reserve, which reserves nothing: %j', async (signal) => {
    using budget = MemoryBudget.worker().child('refused-arguments', { limitBytes: 10 });
    await expect(budget.reserve(1, { signal: any(signal) })).rejects.toThrow(refusal('signal'));
    expect(budget.usedBytes).toBe(0);
  });
});

describe('what are no options', () => {
  it.each([5, null, 'x'])('are refused by leakScope: %j', (options) => {
    expect(() => leakScope(() => 1, any(options))).toThrow(InvalidArgumentError);
    expect(() => leakScope(any(options))).toThrow(InvalidArgumentError);
  });
});

describe('a cleaner', () => {
  it.each([5, null, undefined, {}])('that is no function is refused: %j', (cleaner) => {
    expect(() => registerCleaner(any(cleaner))).toThrow(refusal('cleaner'));
  });

  it('counts only for the bytes that it can have given back', () => {
    trim();
    const unregister = [Number.NaN, Infinity, -5, 0.5, '7', 30].map((bytes) => registerCleaner(() => any(bytes)));
    try {
      expect(trim()).toBe(30);
    } finally {
      for (const entry of unregister) entry();
    }
  });
});

describe.each(enginesUnderTest)('methods of a segment on the $name engine$missing', ({ engine }) => {
  describe.skipIf(engine === undefined)('', () => {
    const { prototype } = MemorySegment;
    const names = Object.getOwnPropertyNames(prototype).filter((name) => {
      const { value } = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
      return name !== 'constructor' && typeof value === 'function' && !FORWARDED.includes(name);
    });
    const receivers = [{}, 5, null, undefined, 'x', Object.create(prototype)];

    it('refuse a receiver that is no segment', () => {
      const segment = MemorySegment.allocate(8, { engine: engine as Engine });
      const bytes = new Uint8Array(1);
      const argumentsOf: Record<string, unknown[]> = {
        process: [() => 1],
        get: [0, bytes, 0, 1],
        put: [0, bytes, 0, 1],
        copyTo: [0, segment, 0, 1],
        compare: [segment, 0, 0, 1],
        equalTo: [segment, 0, 0, 1],
        swapBytes: [segment, 0, 0, 1],
        wrap: [0, 1],
        fill: [0],
      };
      const typed = ['ERR_INVALID_ARGUMENT'];
      const codes = names.flatMap((name) =>
        receivers.map((receiver) => {
          const method = Reflect.get(prototype, name) as (...values: unknown[]) => unknown;
          try {
            method.apply(receiver, argumentsOf[name] ?? (name.includes('Long') ? [0, 1n] : [0, 1]));
            return `${name} accepted ${String(receiver)}`;
          } catch (error) {
            return (error as { code?: string }).code ?? `${name}: ${String(error)}`;
          }
        }),
      );
      expect([...new Set(codes)]).toEqual(typed);
      for (let offset = 0; offset < 8; offset++) expect(segment.getByte(offset)).toBe(0);
      segment.free();
    });
  });
});
