/** Chunks and their bytes. */
export interface ChunkHoldings {
  readonly chunks: number;
  readonly bytes: number;
}

/** What the chunks of one thread hold: those that it allocated or attached. */
export interface ThreadHoldings extends ChunkHoldings {
  /** `threadId` of node:worker_threads. */
  readonly threadId: number;
}

/** Where chunks are, beside what ChunkStatistics counts. Other threads go on while it is made. */
export interface ChunkReport {
  /** Chunks that somebody has pinned, the freed ones among them. */
  readonly pinned: ChunkHoldings;
  /** Freed chunks that wait for their last pin. */
  readonly pending: ChunkHoldings;
  /** Chunks in use by the thread that allocated them; threads without any are not there. */
  readonly threads: readonly ThreadHoldings[];
}
