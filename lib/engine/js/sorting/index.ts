import type { ChunkRegion } from '../../engine.ts';
import type { LineOrder, RunBuilder, RunMerger, RunMergerOptions, SortKernels } from '../../sort-kernels.ts';
import { JsRunBuilder, MIN_RUN_BUILDER_BYTES } from './run-builder.ts';
import { JsRunMerger, mergeWorkspaceBytes } from './run-merger.ts';

/** The sort kernels of the JavaScript engine: the same bytes as the native ones, in slices of time on the event loop. */
export function createJsSortKernels(): SortKernels {
  return {
    minRunBuilderBytes: MIN_RUN_BUILDER_BYTES,
    createRunBuilder: (memory: ChunkRegion, order: LineOrder): RunBuilder => new JsRunBuilder(memory, order),
    createRunMerger: (options: RunMergerOptions): RunMerger => new JsRunMerger(options),
    mergeWorkspaceBytes,
  };
}
