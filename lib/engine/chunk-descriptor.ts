/** Names a chunk for `Engine.attach` in any thread of the process. Structured clone and postMessage take it as it is. */
export type ChunkDescriptor = RegistryDescriptor | SharedMemoryDescriptor;

/** A chunk of the addon's process-wide registry. */
export interface RegistryDescriptor {
  readonly place: 'registry';
  /** Of the process that the id is from. */
  readonly processToken: number;
  readonly id: number;
  readonly generation: number;
}

/** Memory of the runtime, which all threads that have the descriptor keep. */
export interface SharedMemoryDescriptor {
  readonly place: 'shared memory';
  readonly memory: SharedArrayBuffer;
  /** Who holds the chunk: see lib/engine/js/shared-memory.ts. */
  readonly holders: SharedArrayBuffer;
}
