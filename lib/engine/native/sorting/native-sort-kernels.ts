import type { Addon } from '../../addon.ts';
import type { SortKernels } from '../../sort-kernels.ts';
import type { ChunkHandles } from '../chunk-handles.ts';
import { AddonRunBuilder } from './addon-run-builder.ts';
import { AddonRunMerger } from './addon-run-merger.ts';

/** The batch kernels of native/sorting; `chunks`: the handles of the engine's chunks. */
export function createNativeSortKernels(addon: Addon, chunks: ChunkHandles): SortKernels {
  return {
    minRunBuilderBytes: addon.minRunBuilderBytes,
    createRunBuilder: (memory, order) => new AddonRunBuilder(addon, chunks, memory, order),
    createRunMerger: (options) => new AddonRunMerger(addon, chunks, options),
    mergeWorkspaceBytes: (maxRecordBytes) => addon.mergeWorkspaceBytes(maxRecordBytes),
  };
}
