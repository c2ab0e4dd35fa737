/** What a pool keeps allocated without anybody using it. */
export interface PooledMemory {
  readonly segments: number;
  readonly bytes: number;
}

const sources = new Set<() => PooledMemory>();

/** Adds a pool of this thread to what reports show. Returns what takes it out again, to be called when the pool closes. */
export function registerPooledMemory(source: () => PooledMemory): () => void {
  const entry = () => source();
  sources.add(entry);
  return () => {
    sources.delete(entry);
  };
}

/** What all pools of this thread keep. */
export function pooledMemory(): PooledMemory {
  let segments = 0;
  let bytes = 0;
  for (const source of sources) {
    const pooled = source();
    segments += pooled.segments;
    bytes += pooled.bytes;
  }
  return { segments, bytes };
}
