import type { Addon } from '../addon.ts';

type TypeName<T> = T extends (...args: never) => unknown
  ? 'function'
  : T extends abstract new (
        ...args: never
      ) => unknown
    ? 'function'
    : T extends number
      ? 'number'
      : T extends boolean
        ? 'boolean'
        : 'object';

/** What an addon of these sources exports, and as what: the compiler checks that nothing of `Addon` is left out. */
const EXPORTS: { readonly [Name in keyof Addon]: TypeName<Addon[Name]> } = {
  napiVersion: 'number',
  externalBuffers: 'boolean',
  processToken: 'number',
  configure: 'function',
  chunkHandle: 'object',
  chunkStatistics: 'function',
  resetPeakBytes: 'function',
  allocateChunk: 'function',
  attachChunk: 'function',
  freeChunk: 'function',
  abandonChunk: 'function',
  retireChunk: 'function',
  renewChunk: 'function',
  pinChunk: 'function',
  isChunkPinned: 'function',
  unpinChunk: 'function',
  adoptChunk: 'function',
  freeAdoptedChunk: 'function',
  moveAdoptedChunk: 'function',
  budgetRoot: 'function',
  listBudgets: 'function',
  createBudget: 'function',
  reserveBudget: 'function',
  releaseBudget: 'function',
  closeBudget: 'function',
  limitBudget: 'function',
  availableInBudget: 'function',
  budgetUsage: 'function',
  watchBudgets: 'function',
  unwatchBudgets: 'function',
  chunkReport: 'function',
  trimHeap: 'function',
  enterThread: 'function',
  getByte: 'function',
  putByte: 'function',
  getShortLittleEndian: 'function',
  getShortBigEndian: 'function',
  putShortLittleEndian: 'function',
  putShortBigEndian: 'function',
  getCharLittleEndian: 'function',
  getCharBigEndian: 'function',
  putCharLittleEndian: 'function',
  putCharBigEndian: 'function',
  getIntLittleEndian: 'function',
  getIntBigEndian: 'function',
  putIntLittleEndian: 'function',
  putIntBigEndian: 'function',
  getLongLittleEndian: 'function',
  getLongBigEndian: 'function',
  putLongLittleEndian: 'function',
  putLongBigEndian: 'function',
  getFloatLittleEndian: 'function',
  getFloatBigEndian: 'function',
  putFloatLittleEndian: 'function',
  putFloatBigEndian: 'function',
  getDoubleLittleEndian: 'function',
  getDoubleBigEndian: 'function',
  putDoubleLittleEndian: 'function',
  putDoubleBigEndian: 'function',
  copyBytes: 'function',
  equalBytes: 'function',
  swapBytes: 'function',
  compareBytes: 'function',
  fillBytes: 'function',
  bulkArguments: 'object',
  compareRanges: 'function',
  swapRanges: 'function',
  RunBuilder: 'function',
  minRunBuilderBytes: 'number',
  RunMerger: 'function',
  mergeWorkspaceBytes: 'function',
  mergePagesPerRun: 'number',
  sortRows: 'function',
  hashRows: 'function',
  hashRowKeys: 'function',
  putRowKeys: 'function',
};

/** What an addon lacks that was built from older sources: calls would fail later, one by one. */
export function missingExports(addon: unknown): string[] {
  const exported = addon as Readonly<Record<string, unknown>>;
  return Object.entries(EXPORTS)
    .filter(([name, type]) => typeof exported[name] !== type)
    .map(([name]) => name);
}
