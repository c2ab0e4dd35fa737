import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PipeSource } from '../../../lib/views/files/pipe-source.ts';
import { scratchFolder } from '../../fixtures/scratch-folder.ts';

describe.skipIf(process.platform === 'win32')('PipeSource', () => {
  it('gives back what was written, whatever the sizes of writes and reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 150_000 }), { minLength: 1, maxLength: 4 }),
        async (writes, reads) => {
          const { source, writer } = await pipe();
          const sent = writes.map((length) => randomBytes(length));
          const writing = writeAll(writer, sent);
          const received: Buffer[] = [];
          for (let round = 0; ; round++) {
            const target = Buffer.alloc(reads[round % reads.length] ?? 1);
            const length = await source.read(target);
            if (length === 0) break;
            received.push(target.subarray(0, length));
          }
          await writing;
          await source.close();
          expect(Buffer.concat(received).equals(Buffer.concat(sent))).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('fills the target before it returns, short only at the end', async () => {
    const { source, writer } = await pipe();
    const target = new Uint8Array(6);
    const reading = source.read(target);
    for (const part of ['ab', 'cd', 'efgh']) await writer.write(part);
    expect(await reading).toBe(6);
    expect(Buffer.from(target).toString()).toBe('abcdef');
    await writer.close();
    expect(await source.read(target)).toBe(2);
    expect(await source.read(target)).toBe(0);
    await source.close();
  });

  it('writes into no target after it was closed', async () => {
    const { source, writer } = await pipe();
    const target = new Uint8Array(100);
    const reading = source.read(target).catch((error: unknown) => error);
    await source.close();
    expect(await reading).toMatchObject({ code: 'ERR_SOURCE_MISUSE' });
    await writer.write('late').catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    expect(target.every((byte) => byte === 0)).toBe(true);
    await writer.close();
  });

  it('rejects a read that starts after the abort', async () => {
    const abort = new AbortController();
    const { source, writer } = await pipe(abort.signal);
    abort.abort(new Error('enough'));
    await expect(source.read(new Uint8Array(1))).rejects.toThrow('enough');
    await source.close();
    await writer.close();
  });
});

async function pipe(signal?: AbortSignal): Promise<{ source: PipeSource; writer: FileHandle }> {
  const path = join(scratchFolder(), 'fifo');
  execFileSync('mkfifo', [path]);
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { source: new PipeSource(descriptor, { name: path, signal }), writer: await open(path, 'w') };
}

async function writeAll(writer: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  for (const part of parts) {
    for (let offset = 0; offset < part.length; ) offset += (await writer.write(part, offset)).bytesWritten;
  }
  await writer.close();
}
