import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import { BudgetClosedError, BudgetReleaseError } from '../../lib/errors/index.ts';
import { MemoryBudget } from '../../lib/memory/budget/memory-budget.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';

/** A budget as plain numbers. */
class BudgetModel {
  readonly parent: BudgetModel | undefined;
  readonly children: BudgetModel[] = [];
  limit: number;
  own = 0;
  used = 0;
  peak = 0;
  closed = false;

  constructor(parent: BudgetModel | undefined, limit: number) {
    this.parent = parent;
    this.limit = limit;
    parent?.children.push(this);
  }

  get available(): number {
    const left = Math.max(0, Math.min(this.limit, Number.MAX_SAFE_INTEGER) - this.used);
    return this.parent === undefined ? left : Math.min(left, this.parent.available);
  }

  add(bytes: number): void {
    this.used += bytes;
    this.peak = Math.max(this.peak, this.used);
    this.parent?.add(bytes);
  }

  close(): void {
    if (this.closed) return;
    for (const child of this.children) child.close();
    this.closed = true;
    this.add(-this.own);
  }
}

/** Picks one of whatever there is. */
const choice = fc.nat();
const bytes = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 400 }), fc.constant(2 ** 40));
const limit = fc.oneof(fc.nat({ max: 400 }), fc.constant(Number.POSITIVE_INFINITY));
const operation = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), choice, limit }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reserve' as const), choice, bytes }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), choice, bytes }) },
  fc.record({ kind: fc.constant('limit' as const), choice, limit }),
  fc.record({ kind: fc.constant('close' as const), choice }),
);

describe.each(enginesUnderTest)('budgets of the $name engine$missing', ({ engine: loaded }) => {
  const engine = loaded as Engine;

  afterEach(() => {
    if (loaded !== undefined) MemoryBudget.worker(engine).close();
  });

  it.skipIf(loaded === undefined)('do what plain numbers do', () => {
    fc.assert(
      fc.property(limit, fc.array(operation, { maxLength: 60 }), (rootLimit, operations) => {
        using root = MemoryBudget.worker(engine).child('root', { limitBytes: rootLimit });
        const pairs = [{ budget: root, model: new BudgetModel(undefined, rootLimit) }];
        for (const step of operations) {
          const pair = pairs[step.choice % pairs.length];
          if (pair === undefined) continue;
          const { budget, model } = pair;
          switch (step.kind) {
            case 'create':
              if (model.closed) {
                expect(() => budget.child('late')).toThrow(BudgetClosedError);
              } else {
                const child = budget.child('child', { limitBytes: step.limit });
                pairs.push({ budget: child, model: new BudgetModel(model, step.limit) });
              }
              break;
            case 'reserve':
              if (model.closed) {
                expect(() => budget.tryReserve(step.bytes)).toThrow(BudgetClosedError);
              } else {
                const fits = step.bytes <= model.available;
                expect(budget.tryReserve(step.bytes)).toBe(fits);
                if (fits) {
                  model.own += step.bytes;
                  model.add(step.bytes);
                }
              }
              break;
            case 'release':
              if (model.closed) {
                expect(() => budget.release(step.bytes)).toThrow(BudgetClosedError);
              } else if (step.bytes > model.own) {
                expect(() => budget.release(step.bytes)).toThrow(BudgetReleaseError);
              } else {
                budget.release(step.bytes);
                model.own -= step.bytes;
                model.add(-step.bytes);
              }
              break;
            case 'limit':
              if (!model.closed) {
                budget.limitBytes = step.limit;
                model.limit = step.limit;
              }
              break;
            case 'close':
              budget.close();
              model.close();
          }
          for (const each of pairs) {
            const { closed, used, peak, available } = each.model;
            expect([
              each.budget.isClosed,
              each.budget.usedBytes,
              each.budget.peakBytes,
              each.budget.availableBytes,
            ]).toEqual(closed ? [true, 0, 0, 0] : [false, used, peak, available]);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(MemoryBudget.process(engine).usedBytes).toBe(0);
  });

  it.skipIf(loaded === undefined)('serve all who wait once there is enough, each queue in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 20 }),
        async (requests) => {
          using parent = MemoryBudget.worker(engine).child('parent', { limitBytes: 100 });
          const budgets = [parent, parent.child('a'), parent.child('b')];
          const served: (readonly [number, number])[] = [];
          const all = requests.map(async ([index, size], turn) => {
            const budget = budgets[index] as MemoryBudget;
            await budget.reserve(size);
            expect(parent.usedBytes).toBeLessThanOrEqual(100);
            served.push([index, turn]);
            await new Promise((resolve) => setImmediate(resolve));
            budget.release(size);
          });
          await Promise.all(all);
          for (const index of [0, 1, 2]) {
            const turns = served.filter(([of]) => of === index).map(([, turn]) => turn);
            expect(turns).toEqual([...turns].sort((a, b) => a - b));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
