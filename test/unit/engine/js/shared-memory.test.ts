import { afterEach, describe, expect, it, vi } from 'vitest';
import { SharedMemory } from '../../../../lib/engine/js/shared-memory.ts';
import { failureOf } from '../../../contracts/failure.ts';

const thread = vi.hoisted(() => ({ current: 1 }));
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<typeof import('node:worker_threads')>()),
  get threadId() {
    return thread.current;
  },
}));

const OPERATIONS = ['load', 'store', 'add', 'sub', 'compareExchange'] as const;

/** What `act` does as `threadId`. */
function as<T>(threadId: number, act: () => T): T {
  const before = thread.current;
  thread.current = threadId;
  try {
    return act();
  } finally {
    thread.current = before;
  }
}

/** Runs `other` in the middle of `act`: before its atomic operation number `at`. Whether `act` had that many. */
function interleave(act: () => void, at: number, other: () => void): boolean {
  let count = 0;
  let done = false;
  for (const name of OPERATIONS) {
    const operation = Atomics[name] as (...args: unknown[]) => unknown;
    vi.spyOn(Atomics, name).mockImplementation(((...args: unknown[]) => {
      if (count++ === at) {
        done = true;
        other();
      }
      return operation(...args);
    }) as never);
  }
  try {
    act();
  } finally {
    vi.restoreAllMocks();
  }
  return done;
}

function attach(memory: SharedMemory): SharedMemory | string | undefined {
  try {
    return SharedMemory.attach(memory.describe());
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Attached and not freed, or refused and freed: never one without the other. */
function expectConsistent(memory: SharedMemory, attached: SharedMemory | string | undefined): void {
  const again = as(3, () => attach(memory));
  if (attached instanceof SharedMemory) {
    expect(again).toBeInstanceOf(SharedMemory);
    as(3, () => (again as SharedMemory).release());
    as(2, () => attached.release());
  } else {
    expect([attached, again]).toEqual(['ERR_SEGMENT_FREED', 'ERR_SEGMENT_FREED']);
  }
  expect(as(3, () => failureOf(() => SharedMemory.attach(memory.describe())).code)).toBe('ERR_SEGMENT_FREED');
}

describe('memory that one thread frees while another attaches it', () => {
  afterEach(() => {
    thread.current = 1;
    vi.restoreAllMocks();
  });

  it('is freed or attached, wherever in the free the attachment comes', () => {
    const outcomes = new Set<string>();
    for (let at = 0, runs = true; runs; at++) {
      const memory = SharedMemory.create(8);
      let attached: SharedMemory | string | undefined;
      runs = interleave(
        () => memory.release(),
        at,
        () => {
          attached = as(2, () => attach(memory));
        },
      );
      if (!runs) continue;
      outcomes.add(typeof attached);
      expectConsistent(memory, attached);
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });

  it('is freed or attached, wherever in the attachment the free comes', () => {
    const outcomes = new Set<string>();
    for (let at = 0, runs = true; runs; at++) {
      const memory = SharedMemory.create(8);
      let attached: SharedMemory | string | undefined;
      as(2, () => {
        runs = interleave(
          () => {
            attached = attach(memory);
          },
          at,
          () => as(1, () => memory.release()),
        );
      });
      if (!runs) as(1, () => memory.release());
      outcomes.add(typeof attached);
      expectConsistent(memory, attached);
    }
    expect([...outcomes].sort()).toEqual(['object', 'string']);
  });
});
