import { afterEach, expect } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import { JsEngine } from '../../lib/engine/js/js-engine.ts';
import { loadEngine } from '../../lib/engine/load-engine.ts';
import { EngineUnavailableError } from '../../lib/errors/index.ts';

/** Each engine's chunks that earlier tests of this file left, so that a leak is held against one test. */
const leaked = new Map<Engine, number>();

let nativeEngine: Engine | undefined;
let reservedBefore = 0;

watchNativeEngines();
watchJsEngines();

afterEach(() => {
  const left: string[] = [];
  for (const [engine, before] of leaked) {
    const { liveChunks, pendingChunks } = engine.statistics();
    leaked.set(engine, liveChunks);
    if (liveChunks > before) left.push(`${engine.name}: ${liveChunks} live, of these ${pendingChunks} only by a pin`);
  }
  const reserved = nativeEngine?.budgets.usage(nativeEngine.budgets.root)?.usedBytes ?? 0;
  if (reserved > reservedBefore) left.push(`${reserved} bytes reserved in the budgets of the process`);
  reservedBefore = reserved;
  expect(left, 'chunks that this test left behind').toEqual([]);
});

/** All native engines share the process's ledger, those of worker threads too: one stands for all. */
function watchNativeEngines(): void {
  try {
    nativeEngine = loadEngine('native').engine;
    leaked.set(nativeEngine, 0);
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
  }
}

/** Each has a ledger of its own and is known from its first chunk on, however the test came by it. */
function watchJsEngines(): void {
  const { allocate, attach } = JsEngine.prototype;
  const watch = (engine: JsEngine) => {
    if (!leaked.has(engine)) leaked.set(engine, 0);
  };
  JsEngine.prototype.allocate = function watched(this: JsEngine, ...args): ReturnType<Engine['allocate']> {
    watch(this);
    return allocate.apply(this, args);
  };
  JsEngine.prototype.attach = function watched(this: JsEngine, ...args): ReturnType<Engine['attach']> {
    watch(this);
    return attach.apply(this, args);
  };
}
