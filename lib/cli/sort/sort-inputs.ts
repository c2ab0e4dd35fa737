import type { ByteSource } from '../../views/files/byte-source.ts';
import { FileSource } from '../../views/files/file-source.ts';
import { openStandardInput } from '../../views/files/standard-input-source.ts';

/** Checks in flight: enough to keep the thread pool busy. */
const CONCURRENT_CHECKS = 32;

/** Sources of all files, in their order, each checked before the first byte of any is read. Throws InputUnreadableError. */
export async function openInputs(files: readonly string[], signal: AbortSignal): Promise<ByteSource[]> {
  const sources: ByteSource[] = [];
  try {
    for (let start = 0; start < files.length; start += CONCURRENT_CHECKS) {
      const batch = files.slice(start, start + CONCURRENT_CHECKS);
      sources.push(...(await Promise.all(batch.map((file) => openInput(file, signal)))));
      signal.throwIfAborted();
    }
    return sources;
  } catch (error) {
    await closeInputs(sources);
    throw error;
  }
}

export async function closeInputs(sources: readonly ByteSource[]): Promise<void> {
  for (const source of sources) await source.close();
}

function openInput(file: string, signal: AbortSignal): Promise<ByteSource> {
  return file === '-' ? openStandardInput({ signal }) : FileSource.locate(file, { signal });
}
