import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, ManagerClosedError, MemoryReservationError } from '../../../lib/errors/index.ts';
import { MemoryManager } from '../../../lib/manager/memory-manager.ts';

describe('MemoryManager', () => {
  it('counts what is out and what was out at most', () => {
    using manager = new MemoryManager({ sizeBytes: 1000 });
    const a = manager.allocate('a', 600);
    const b = manager.allocate('b', 400);
    expect([manager.usedBytes, manager.availableBytes, manager.peakBytes]).toEqual([1000, 0, 1000]);
    manager.release(a);
    expect([manager.usedBytes, manager.availableBytes, manager.peakBytes]).toEqual([400, 600, 1000]);
    expect([a.isFreed, b.isFreed]).toEqual([true, false]);
  });

  it('refuses what is above the budget and names the holders, largest first', () => {
    using manager = new MemoryManager({ sizeBytes: 1000 });
    manager.allocate('small', 100);
    manager.allocate('large', 300);
    manager.allocate('large', 200);
    expect(() => manager.allocate('late', 401)).toThrow(MemoryReservationError);
    expect(() => manager.allocate('late', 401)).toThrow(
      'Memory budget is used up: owner=late, requestedBytes=401, availableBytes=400, budgetBytes=1000, ' +
        'usage=large 500 B in 2 segments; small 100 B in 1 segment',
    );
    expect(manager.usedBytes).toBe(600);
  });

  it('takes back what its holder freed itself', () => {
    using manager = new MemoryManager({ sizeBytes: 1000 });
    const segment = manager.allocate('a', 800);
    segment.free();
    expect(manager.allocate('b', 900).size).toBe(900);
    manager.release(segment);
    expect(manager.usedBytes).toBe(900);
  });

  it('does nothing on a second release', () => {
    using manager = new MemoryManager({ sizeBytes: 1000 });
    const segment = manager.allocate('a', 800);
    manager.release(segment);
    manager.release(segment);
    expect(manager.usedBytes).toBe(0);
  });

  it('releases all of one owner', () => {
    using manager = new MemoryManager({ sizeBytes: 1000 });
    manager.allocate('a', 100);
    manager.allocate('a', 200);
    const other = manager.allocate('b', 300);
    manager.releaseAll('a');
    expect(manager.usedBytes).toBe(300);
    expect(other.isFreed).toBe(false);
  });

  it('frees everything when it is closed, and gives nothing after that', () => {
    const manager = new MemoryManager({ sizeBytes: 1000 });
    const segment = manager.allocate('a', 100);
    manager.close();
    manager.close();
    expect(segment.isFreed).toBe(true);
    expect(() => manager.allocate('a', 1)).toThrow(ManagerClosedError);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 60])('refuses a budget of %d bytes', (sizeBytes) => {
    expect(() => new MemoryManager({ sizeBytes })).toThrow(InvalidArgumentError);
  });
});
