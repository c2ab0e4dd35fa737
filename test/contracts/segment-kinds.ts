import { vi } from 'vitest';
import type { Engine, EngineName } from '../../lib/engine/engine.ts';
import { ENGINE_NAMES } from '../../lib/engine/engine-names.ts';
import { loadEngine } from '../../lib/engine/load-engine.ts';
import type { MemorySegment } from '../../lib/memory/memory-segment.ts';

/** One copy of the memory modules, as the environment variable of checked mode makes them. */
export interface MemoryModules {
  readonly MemorySegment: typeof MemorySegment;
  readonly segmentOver: typeof import('../../lib/memory/segment-region.ts').segmentOver;
  readonly regionOf: typeof import('../../lib/memory/segment-region.ts').regionOf;
}

export type Mode = 'checked' | 'unchecked';

export async function loadMemoryModules(mode: Mode): Promise<MemoryModules> {
  vi.resetModules();
  vi.stubEnv('OFFHEAP_CHECKED', mode === 'checked' ? '1' : '0');
  const { MemorySegment } = await import('../../lib/memory/memory-segment.ts');
  const { segmentOver, regionOf } = await import('../../lib/memory/segment-region.ts');
  vi.unstubAllEnvs();
  return { MemorySegment, segmentOver, regionOf };
}

const NAMES: readonly EngineName[] = process.env.OFFHEAP_ENGINE === 'js' ? ['js'] : ENGINE_NAMES;

/** All engines, except where the addon is switched off. One that does not load fails the tests. */
export const engines: readonly Engine[] = NAMES.map((name) => loadEngine(name).engine);

export interface SegmentOnLoan {
  readonly segment: MemorySegment;
  /** The segment whose free ends `segment`; itself when it is a root. */
  readonly root: MemorySegment;
  /** Every byte around the segment that must never change, and what they were. */
  readonly surroundingsAreIntact: () => boolean;
}

export interface SegmentKind {
  readonly name: string;
  readonly isOffHeap: boolean;
  readonly isView: boolean;
  /** Makes a zeroed segment and enters what must be freed at the end into `cleanUp`. */
  make(sizeBytes: number, cleanUp: (() => void)[]): SegmentOnLoan;
}

const OWNER = 'contract';
const GUARD = 0x5a;
const MARGIN = 9;

/** All root kinds. */
export function rootKinds({ MemorySegment, segmentOver }: MemoryModules): SegmentKind[] {
  const root = (
    name: string,
    isOffHeap: boolean,
    make: (sizeBytes: number, cleanUp: (() => void)[]) => MemorySegment,
    surroundingsAreIntact: (segment: MemorySegment) => boolean = () => true,
  ): SegmentKind => ({
    name,
    isOffHeap,
    isView: false,
    make: (sizeBytes, cleanUp) => {
      const segment = make(sizeBytes, cleanUp);
      cleanUp.push(() => segment[Symbol.dispose]());
      return { segment, root: segment, surroundingsAreIntact: () => surroundingsAreIntact(segment) };
    },
  });

  const arrays = new WeakMap<MemorySegment, Uint8Array>();
  return [
    ...engines.map((engine) =>
      root(`off-heap on the ${engine.name} engine`, true, (sizeBytes) =>
        MemorySegment.allocate(sizeBytes, { engine, owner: OWNER }),
      ),
    ),
    ...engines.map((engine) =>
      root(`part of a chunk on the ${engine.name} engine`, true, (sizeBytes, cleanUp) => {
        const chunk = engine.allocate(sizeBytes + 2 * MARGIN);
        cleanUp.unshift(() => chunk.free());
        return segmentOver({ chunk, offset: MARGIN, length: sizeBytes }, { owner: OWNER, giveBack: () => {} });
      }),
    ),
    root('heap', false, (sizeBytes) => MemorySegment.allocateHeap(sizeBytes, { owner: OWNER })),
    root(
      'wrapped',
      false,
      (sizeBytes) => {
        const array = new Uint8Array(sizeBytes + 2 * MARGIN).fill(GUARD);
        const bytes = array.subarray(MARGIN, MARGIN + sizeBytes).fill(0);
        const segment = MemorySegment.wrap(bytes, { owner: OWNER });
        arrays.set(segment, array);
        return segment;
      },
      (segment) => {
        const array = arrays.get(segment) as Uint8Array;
        const around = [...array.subarray(0, MARGIN), ...array.subarray(MARGIN + segment.size)];
        return around.every((byte) => byte === GUARD);
      },
    ),
  ];
}

/** All root kinds, a view on each, and a view on that. */
export function allKinds(modules: MemoryModules): SegmentKind[] {
  return rootKinds(modules).flatMap((kind) => {
    const view = viewOn(kind);
    return [kind, view, viewOn(view)];
  });
}

function viewOn(kind: SegmentKind): SegmentKind {
  return {
    name: `view on ${kind.name}`,
    isOffHeap: kind.isOffHeap,
    isView: true,
    make: (sizeBytes, cleanUp) => {
      const { segment: whole, root, surroundingsAreIntact } = kind.make(sizeBytes + 2 * MARGIN, cleanUp);
      whole.fill(GUARD, 0, MARGIN);
      whole.fill(GUARD, MARGIN + sizeBytes);
      const guards = () =>
        Array.from({ length: MARGIN }, (_, i) => [whole.getByte(i), whole.getByte(MARGIN + sizeBytes + i)]).flat();
      return {
        segment: whole.wrap(MARGIN, sizeBytes),
        root,
        surroundingsAreIntact: () =>
          surroundingsAreIntact() && (whole.isFreed || guards().every((byte) => byte === GUARD)),
      };
    },
  };
}
