import { Buffer } from 'node:buffer';
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SpillError } from '../../../lib/errors/index.ts';
import { spillError } from '../../../lib/errors/spill-errors.ts';
import { ChannelReader, ChannelWriter } from '../../../lib/spill/spill-channel.ts';
import { scratchFolder } from '../../fixtures/scratch-folder.ts';

async function written(bytes: Buffer): Promise<ChannelWriter> {
  const channel = await ChannelWriter.create(path.join(scratchFolder(), 'a.channel'));
  await channel.write(bytes.subarray(0, 3));
  await channel.write(bytes.subarray(3));
  await channel.finish();
  return channel;
}

describe('a spill channel', () => {
  it('reads back what was written, in pages of any size, and is removed by its reader', async () => {
    const { path: file, sizeBytes } = await written(Buffer.from('0123456789'));
    expect(sizeBytes).toBe(10);
    const reader = await ChannelReader.open(file, sizeBytes);
    const page = Buffer.alloc(4);
    const pages: string[] = [];
    for (;;) {
      const length = await reader.read(page);
      pages.push(page.subarray(0, length).toString());
      if (length < page.length) break;
    }
    expect(pages).toEqual(['0123', '4567', '89']);
    await reader.close();
    await reader.close();
    expect(existsSync(file)).toBe(false);
  });

  it('is refused when its size is not what was written', async () => {
    const { path: file, sizeBytes } = await written(Buffer.from('0123456789'));
    appendFileSync(file, 'more');
    await expect(ChannelReader.open(file, sizeBytes)).rejects.toThrow('Spill file was changed');
  });

  it('leaves nothing when it is discarded', async () => {
    const folder = scratchFolder();
    const channel = await ChannelWriter.create(path.join(folder, 'a.channel'));
    await channel.write(Buffer.from('x'));
    await channel.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('never writes over a file that is there', async () => {
    const { path: file } = await written(Buffer.from('abc'));
    await expect(ChannelWriter.create(file)).rejects.toThrow(SpillError);
    await expect(ChannelWriter.create(file)).rejects.toMatchObject({
      fields: { reason: 'file already exists', path: file },
    });
  });

  it('fails as a spill once its file is closed', async () => {
    const channel = await ChannelWriter.create(path.join(scratchFolder(), 'a.channel'));
    await channel.discard();
    await expect(channel.write(Buffer.from('x'))).rejects.toThrow('Spill file failed');
  });

  it.skipIf(!existsSync('/dev/full'))('says that space is short when it is', () => {
    let cause: unknown;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (error) {
      cause = error;
    }
    expect(spillError('/dev/full', cause)).toMatchObject({
      message: expect.stringContaining('No space left for spill files'),
      fields: { reason: 'no space left on device' },
    });
  });
});
