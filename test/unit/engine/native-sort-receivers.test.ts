import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';
import { plainOrder } from '../../fixtures/line-arbitraries.ts';

const invalid = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' });

/** Whatever a property of a native class is asked for: its getter, or itself. */
function readOn(receiver: object, prototype: object, name: string): unknown {
  return Reflect.get(prototype, name, receiver);
}

describe.skipIf(loadedAddon === undefined)('receivers of the native sort kernels', () => {
  const addon = loadedAddon?.addon as Addon;
  const REGION_BYTES = 64 * 1024;

  it.each(['lineCount', 'lineBytes', 'maxRecordBytes', 'openLineBytes', 'encodedLines'])(
    'are run builders where %s is read',
    (name) => {
      using chunk = new RawChunk(addon, REGION_BYTES);
      const { id, generation } = chunk;
      const builder = new addon.RunBuilder(id, generation, 0, REGION_BYTES, plainOrder);
      const merger = new addon.RunMerger(id, generation, 0, REGION_BYTES, plainOrder, false, [100]);
      const { prototype } = addon.RunBuilder;
      expect(readOn(builder, prototype, name)).toBe(0);
      for (const other of [merger, prototype, {}, Object.create(builder)]) {
        expect(() => readOn(other, prototype, name)).toThrow(invalid);
      }
      builder.close();
      merger.close();
    },
  );

  it.each(['mergedLines', 'maxRecordBytes'])('are run mergers where %s is read', (name) => {
    using chunk = new RawChunk(addon, REGION_BYTES);
    const { id, generation } = chunk;
    const builder = new addon.RunBuilder(id, generation, 0, REGION_BYTES, plainOrder);
    const merger = new addon.RunMerger(id, generation, 0, REGION_BYTES, plainOrder, false, [100]);
    const { prototype } = addon.RunMerger;
    expect(readOn(merger, prototype, name)).toBe(0);
    for (const other of [builder, prototype, {}, Object.create(merger)]) {
      expect(() => readOn(other, prototype, name)).toThrow(invalid);
    }
    builder.close();
    merger.close();
  });
});
