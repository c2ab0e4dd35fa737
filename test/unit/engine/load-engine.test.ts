import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineChoice } from '../../../lib/engine/engine-names.ts';
import { loadEngine } from '../../../lib/engine/load-engine.ts';
import { missingExports } from '../../../lib/engine/native/addon-exports.ts';
import { packageDirectory, requireExternalBuffers } from '../../../lib/engine/native/load-addon.ts';
import { EngineUnavailableError } from '../../../lib/errors/index.ts';
import { loadedAddon } from '../../fixtures/addon.ts';

function emptyDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'load-engine-'));
}

/** With a file where the local build of the addon would be. */
function directoryWithAddon(place: (file: string) => void, folder = path.join('build', 'Release')): string {
  const directory = emptyDirectory();
  mkdirSync(path.join(directory, folder), { recursive: true });
  place(path.join(directory, folder, 'offheap.node'));
  return directory;
}

describe.skipIf(loadedAddon === undefined)('an addon of other sources', () => {
  it('is one that lacks an export, or has another thing under its name', () => {
    const exports = Object.fromEntries(Object.entries(loadedAddon?.addon as object));
    expect(missingExports(exports)).toEqual([]);
    const { budgetRoot: _, ...older } = exports;
    expect(missingExports({ ...older, napiVersion: '9' })).toEqual(['napiVersion', 'budgetRoot']);
  });

  it('is refused with the command that builds it anew', () => {
    const directory = directoryWithAddon((file) => copyFileSync(loadedAddon?.path as string, file));
    const { dlopen } = process;
    const withoutBudgets = (module: object, file: string) => {
      Reflect.apply(dlopen, process, [module, file]);
      delete (module as { exports: Record<string, unknown> }).exports['budgetRoot'];
    };
    process.dlopen = withoutBudgets as typeof dlopen;
    try {
      const { engine, description } = loadEngine('auto', 'the caller', directory);
      expect(engine.name).toBe('js');
      expect(description.reason).toMatch(
        /is of other sources than this library, without budgetRoot: run `npm run build:addon`$/,
      );
    } finally {
      process.dlopen = dlopen;
    }
  });
});

describe('loadEngine', () => {
  it('loads the JavaScript engine without a look at the addon', () => {
    const { engine, description } = loadEngine('js', '--engine', emptyDirectory());
    expect(engine.name).toBe('js');
    expect(description).toEqual({
      name: 'js',
      reason: 'chosen by --engine',
      addonPath: undefined,
      napiVersion: undefined,
      checked: '1',
      nativeError: undefined,
    });
  });

  it('gives engines that do not share a ledger in JavaScript', () => {
    const [first, second] = [loadEngine('js').engine, loadEngine('js').engine];
    const chunk = first.allocate(100);
    expect(second.statistics().liveChunks).toBe(0);
    chunk.free();
  });

  it('throws EngineUnavailableError with the cause when the addon is asked for and there is none', () => {
    const attempt = () => loadEngine('native', 'OFFHEAP_ENGINE', emptyDirectory());
    expect(attempt).toThrow(EngineUnavailableError);
    expect(attempt).toThrow(/^Engine is unavailable: engine=native, reason=No native build was found for platform=.*$/);
    expect(attempt).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
  });

  it('throws EngineUnavailableError when the addon is asked for and is no library', () => {
    const directory = directoryWithAddon((file) => writeFileSync(file, 'not a library'));
    const attempt = () => loadEngine('native', 'OFFHEAP_ENGINE', directory);
    expect(attempt).toThrow(EngineUnavailableError);
    expect(attempt).toThrow('offheap.node');
  });

  it('falls back to JavaScript in auto, and says why', () => {
    const broken = directoryWithAddon((file) => writeFileSync(file, 'not a library'));
    for (const directory of [broken, emptyDirectory()]) {
      const { engine, description } = loadEngine('auto', undefined, directory);
      expect(engine.name).toBe('js');
      expect(description.name).toBe('js');
      expect(description.nativeError).toBeInstanceOf(Error);
      expect(description.reason).toMatch(/^the addon did not load: .+$/);
      const message = description.nativeError?.message ?? '';
      expect(message).toContain(description.reason.replace('the addon did not load: ', ''));
    }
  });

  it.each(['Native', 'wasm', 'toString'])('knows no engine %s', (choice) => {
    const attempt = () => loadEngine(choice as EngineChoice, 'OFFHEAP_ENGINE');
    expect(attempt).toThrow(EngineUnavailableError);
    expect(attempt).toThrow(
      `Engine is unavailable: engine=${choice}, chosenBy=OFFHEAP_ENGINE, known=native in-cage js auto`,
    );
  });

  describe.skipIf(loadedAddon === undefined)('with an addon', () => {
    const addonPath = loadedAddon?.path as string;

    it('runs the native engine in auto and when asked for', () => {
      for (const [choice, reason] of [
        ['auto', 'the addon loaded'],
        ['native', 'chosen by the caller'],
      ] as const) {
        const { engine, description } = loadEngine(choice);
        expect(engine.name).toBe('native');
        expect(description).toMatchObject({ name: 'native', reason, addonPath, nativeError: undefined });
        expect(description.napiVersion).toBeGreaterThanOrEqual(8);
      }
    });

    it('finds the prebuild of this platform where there is no local build', () => {
      const folder = path.join('prebuilds', `${process.platform}-${process.arch}`);
      const directory = directoryWithAddon((file) => copyFileSync(addonPath, file), folder);
      const { description } = loadEngine('native', undefined, directory);
      expect(description.addonPath).toBe(path.join(directory, folder, 'offheap.node'));
    });

    it('prefers the local build to the prebuild', () => {
      const folder = path.join('prebuilds', `${process.platform}-${process.arch}`);
      const directory = directoryWithAddon((file) => writeFileSync(file, 'not a library'), folder);
      const local = path.join(directory, 'build', 'Release', 'offheap.node');
      mkdirSync(path.dirname(local), { recursive: true });
      copyFileSync(addonPath, local);
      expect(loadEngine('native', undefined, directory).description.addonPath).toBe(local);
    });
  });
});

describe('requireExternalBuffers', () => {
  it('refuses a runtime that keeps ArrayBuffers in a cage of its own, by the name of the status', () => {
    expect(() => requireExternalBuffers({ externalBuffers: true })).not.toThrow();
    expect(() => requireExternalBuffers({ externalBuffers: false })).toThrow('napi_no_external_buffers_allowed');
  });
});

describe.skipIf(loadedAddon === undefined)('a runtime that forbids external buffers (simulated)', () => {
  beforeEach(() => {
    vi.stubEnv('OFFHEAP_SIMULATE_CAGE', '1');
  });

  it('gets the in-cage engine in auto, which says why', () => {
    const { engine, description } = loadEngine('auto');
    expect(engine.name).toBe('in-cage');
    expect(description).toMatchObject({ name: 'in-cage', addonPath: loadedAddon?.path });
    expect(description.reason).toContain('forbids ArrayBuffers over external memory');
    expect(description.nativeError?.message).toBe(description.reason);
  });

  it('refuses the native engine loudly', () => {
    const attempt = () => loadEngine('native', 'OFFHEAP_ENGINE');
    expect(attempt).toThrow(EngineUnavailableError);
    expect(attempt).toThrow('forbids ArrayBuffers over external memory');
  });

  it('never copies: bytes that a kernel writes are seen through the buffer, and the other way round', () => {
    const { engine } = loadEngine('auto');
    const chunk = engine.allocate(64);
    const other = engine.allocate(64);
    const { addon } = loadedAddon as NonNullable<typeof loadedAddon>;
    new Uint8Array(chunk.buffer)[3] = 9;
    expect(addon.getByte(chunk.id, chunk.generation, 3)).toBe(9);
    addon.putByte(chunk.id, chunk.generation, 4, 8);
    addon.copyBytes(chunk.id, chunk.generation, 3, other.id, other.generation, 0, 2);
    expect([...new Uint8Array(other.buffer, 0, 2)]).toEqual([9, 8]);
    chunk.free();
    expect(() => addon.getByte(chunk.id, chunk.generation, 3)).toThrow(
      expect.objectContaining({ code: 'ERR_SEGMENT_FREED' }),
    );
    other.free();
  });

  it('cannot have its memory attached, freed or retired by those who only know its name', () => {
    const { engine } = loadEngine('auto');
    const { addon } = loadedAddon as NonNullable<typeof loadedAddon>;
    const chunk = engine.allocate(64);
    const { id, generation, buffer } = chunk;
    expect(() => addon.attachChunk(id, generation)).toThrow(expect.objectContaining({ code: 'ERR_SEGMENT_FREED' }));
    expect(() => addon.freeChunk(id, generation, buffer as ArrayBuffer)).toThrow(
      expect.objectContaining({ code: 'ERR_CHUNK_STATE' }),
    );
    expect(addon.retireChunk(id, generation)).toBe(false);
    expect(buffer.byteLength).toBe(64);
    chunk.free();
  });
});

describe('packageDirectory', () => {
  it('is where binding.gyp is', () => {
    expect(packageDirectory).toBe(path.resolve(import.meta.dirname, '..', '..', '..'));
  });
});

describe('currentEngine', () => {
  // Each test has a fresh copy of the module, as each thread and process has.
  let current: typeof import('../../../lib/engine/current-engine.ts');
  beforeEach(async () => {
    vi.resetModules();
    current = await import('../../../lib/engine/current-engine.ts');
  });
  afterEach(() => vi.resetModules());

  it('is one engine, and engine() describes it', () => {
    vi.stubEnv('OFFHEAP_ENGINE', 'js');
    expect(current.currentEngine()).toBe(current.currentEngine());
    expect(current.engine()).toMatchObject({ name: 'js', reason: 'chosen by OFFHEAP_ENGINE' });
    expect(current.currentEngine().name).toBe('js');
  });

  it.each([undefined, '', 'auto'])('is the best engine when OFFHEAP_ENGINE is %s', (value) => {
    vi.stubEnv('OFFHEAP_ENGINE', value);
    expect(current.engine().name).toBe(loadedAddon === undefined ? 'js' : 'native');
  });

  it('throws for an engine that does not exist, each time', () => {
    vi.stubEnv('OFFHEAP_ENGINE', 'nativ');
    const unknown = expect.objectContaining({ code: 'ERR_ENGINE_UNAVAILABLE' });
    expect(() => current.currentEngine()).toThrow(unknown);
    expect(() => current.engine()).toThrow(unknown);
  });

  it.skipIf(loadedAddon === undefined)('is the native engine when OFFHEAP_ENGINE says so', () => {
    vi.stubEnv('OFFHEAP_ENGINE', 'native');
    expect(current.engine()).toMatchObject({ name: 'native', reason: 'chosen by OFFHEAP_ENGINE' });
  });
});
