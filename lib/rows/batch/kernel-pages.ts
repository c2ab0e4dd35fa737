import type { ChunkRegion } from '../../engine/engine.ts';
import type { RowKernels } from '../../engine/row-kernels.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import { regionOf } from '../../memory/segment-region.ts';

/** Where rows lie, as kernels take it, and the kernels of the engine that it is of. */
export interface KernelPages {
  readonly kernels: RowKernels;
  readonly pages: readonly ChunkRegion[];
}

/** Undefined for memory that no kernel reaches: of the heap, of an engine without kernels, or of several engines. */
export function kernelPagesOf(segments: readonly MemorySegment[]): KernelPages | undefined {
  let kernels: RowKernels | undefined;
  const pages: ChunkRegion[] = [];
  for (const segment of segments) {
    if (!segment.isOffHeap) return undefined;
    const page = regionOf(segment);
    const { rows } = page.chunk.engine;
    kernels ??= rows;
    if (rows === undefined || rows !== kernels) return undefined;
    pages.push(page);
  }
  return kernels && { kernels, pages };
}
