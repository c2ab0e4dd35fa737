import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseCheckedMode } from '../../../lib/engine/checked-mode.ts';
import { InvalidSettingError } from '../../../lib/errors/index.ts';

/** The modules that read the mode, loaded anew under this setting. */
async function modulesUnder(setting: string) {
  vi.resetModules();
  vi.stubEnv('OFFHEAP_CHECKED', setting);
  const [poison, { JsEngine }, { dropMemory }] = await Promise.all([
    import('../../../lib/engine/poison.ts'),
    import('../../../lib/engine/js/js-engine.ts'),
    import('../../../lib/engine/js/detach.ts'),
  ]);
  return { ...poison, JsEngine, dropMemory };
}

afterEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
});

describe('OFFHEAP_CHECKED', () => {
  it.each([
    [undefined, '0', 0],
    ['', '0', 0],
    ['0', '0', 0],
    ['1', '1', 1],
    ['1/2', '1/2', 2],
    ['1/1000', '1/1000', 1000],
    ['1/1000000000', '1/1000000000', 1_000_000_000],
  ])('%j means %j', (value, setting, interval) => {
    expect(parseCheckedMode(value)).toEqual({ setting, interval });
  });

  it.each([
    'true',
    '2',
    '1/0',
    '1/1',
    '1/01',
    '2/3',
    '1/1000000001',
    '1/99999999999',
    ' 1',
    '1/10 ',
    '1/-5',
    '1/1e3',
    '1/',
  ])('%j is refused with what is allowed', (value) => {
    const attempt = () => parseCheckedMode(value);
    expect(attempt).toThrow(InvalidSettingError);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_SETTING',
        fields: { variable: 'OFFHEAP_CHECKED', value, allowed: '0, 1, or 1/N with N from 2 to 1000000000' },
      }),
    );
  });

  it('is refused when the library loads', async () => {
    vi.resetModules();
    vi.stubEnv('OFFHEAP_CHECKED', 'yes');
    await expect(import('../../../lib/index.ts')).rejects.toMatchObject({ code: 'ERR_INVALID_SETTING' });
  });
});

describe('turns to poison', () => {
  it('are all of them in checked mode, and none without', async () => {
    const { takePoisonTurn } = await modulesUnder('1');
    expect([takePoisonTurn(), takePoisonTurn()]).toEqual([true, true]);
    const { takePoisonTurn: off } = await modulesUnder('0');
    expect([off(), off()]).toEqual([false, false]);
  });

  it('are every n-th when checked mode samples', async () => {
    const { takePoisonTurn } = await modulesUnder('1/3');
    expect(Array.from({ length: 9 }, takePoisonTurn)).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('memory that the collector releases', () => {
  /** The first byte of every buffer at the moment it is detached. */
  function watchDetaching(): number[] {
    const firstBytes: number[] = [];
    // Before the modules are loaded: they keep what they found then.
    const watch = (buffer: ArrayBuffer) => firstBytes.push(new Uint8Array(buffer)[0] as number);
    const prototype = ArrayBuffer.prototype as ArrayBuffer & { transfer?(length?: number): ArrayBuffer };
    const { transfer } = prototype;
    if (transfer === undefined) {
      vi.stubGlobal('structuredClone', (value: ArrayBuffer, options: { transfer: ArrayBuffer[] }) => {
        watch(value);
        return clone(value, options);
      });
    } else {
      vi.spyOn(prototype, 'transfer').mockImplementation(function (this: ArrayBuffer, length) {
        watch(this);
        return transfer.call(this, length);
      });
    }
    return firstBytes;
  }
  const clone = structuredClone;

  it('is poisoned before it goes', async () => {
    const firstBytes = watchDetaching();
    const { JsEngine, FREED_BYTE } = await modulesUnder('1');
    const engine = new JsEngine();
    engine.allocate(100).free();
    expect(firstBytes).toEqual([FREED_BYTE]);
    expect(engine.statistics().liveChunks).toBe(0);
  });

  it('is poisoned after the last pin, not before', async () => {
    const firstBytes = watchDetaching();
    const { JsEngine, FREED_BYTE } = await modulesUnder('1');
    const chunk = new JsEngine().allocate(100);
    new Uint8Array(chunk.buffer)[0] = 7;
    chunk.pin();
    chunk.free();
    expect(firstBytes).toEqual([7]);
    chunk.unpin();
    expect(firstBytes).toEqual([7, FREED_BYTE]);
  });

  it('is left alone without checked mode, and poisoned every n-th time when that samples', async () => {
    const firstBytes = watchDetaching();
    const { dropMemory } = await modulesUnder('0');
    for (let i = 0; i < 3; i++) dropMemory(new ArrayBuffer(8));
    expect(firstBytes).toEqual([0, 0, 0]);
    const { dropMemory: sampling, FREED_BYTE } = await modulesUnder('1/2');
    for (let i = 0; i < 4; i++) sampling(new ArrayBuffer(8));
    expect(firstBytes.slice(3)).toEqual([0, FREED_BYTE, 0, FREED_BYTE]);
  });
});
