import type { Addon } from '../../addon.ts';
import type { SortKernels } from '../../sort-kernels.ts';
import { AddonRunBuilder } from './addon-run-builder.ts';
import { AddonRunMerger } from './addon-run-merger.ts';

/** The batch kernels of native/sorting. */
export function createNativeSortKernels(addon: Addon): SortKernels {
  return {
    minRunBuilderBytes: addon.minRunBuilderBytes,
    createRunBuilder: (memory, order) => new AddonRunBuilder(addon, memory, order),
    createRunMerger: (options) => new AddonRunMerger(addon, options),
    mergeWorkspaceBytes: (maxRecordBytes) => addon.mergeWorkspaceBytes(maxRecordBytes),
  };
}
