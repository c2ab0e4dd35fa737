import { AsyncLocalStorage } from 'node:async_hooks';
import type { Engine } from '../engine/engine.ts';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { LeakError } from '../errors/leak-errors.ts';
import { requireEngine, requireOptions } from '../memory/argument-checks.ts';
import type { Backing } from '../memory/backing.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import type { SegmentPin } from '../memory/segment-pin.ts';
import { type SegmentWatcher, segmentWatch } from '../memory/segment-watch.ts';
import { describeOpen, foldByOrigin, type OpenMemory } from './open-memory.ts';
import { ScopeLedger } from './scope-ledger.ts';

export interface LeakScopeOptions {
  /**
   * Also counts the chunks of this engine that have no segment, by its ledger. The ledger knows no scopes: only for a
   * test beside which nothing else allocates. Default: segments and pins alone.
   */
  readonly engine?: Engine | undefined;
}

/**
 * Answers for the off-heap segments that are allocated and the pins that are taken in its asynchronous context: what the
 * code that opened it calls and awaits. Scopes nest; a segment belongs to the innermost one.
 *
 * A scope without a body also answers for what the thread opens meanwhile in no scope's context: the body of a test does not
 * run in the context of its hooks. Of several such scopes that is the one that was opened last.
 *
 * It only observes: what it finds open it leaves open. No garbage is collected, so the outcome is the same in every run.
 */
export interface LeakScope extends Disposable, AsyncDisposable {
  /** What is open now, one entry per origin. */
  open(): readonly OpenMemory[];
  /** Throws LeakError when anything is open now. */
  check(): void;
  /** Ends the scope; throws LeakError when anything is open. Afterwards it does nothing. */
  end(): void;
  /** The scope no longer answers for this segment and its pins. Returns the segment. */
  ignore(segment: MemorySegment): MemorySegment;
  /** The scope answers for a segment that another one, or none, has answered for. Returns the segment. */
  adopt(segment: MemorySegment): MemorySegment;
}

const contexts = new AsyncLocalStorage<Scope | undefined>();
/** Those that have not ended. */
const scopes = new Set<Scope>();
/** Of those, the ones without a body, in the order in which they were opened. */
const scopesOfThread: Scope[] = [];

class Scope implements LeakScope {
  readonly ledger = new ScopeLedger();
  readonly #outer: Scope | undefined;
  readonly #engine: Engine | undefined;
  readonly #chunksBefore: number;
  #ended = false;

  constructor({ engine }: LeakScopeOptions) {
    this.#outer = Scope.current;
    this.#engine = engine;
    this.#chunksBefore = engine?.statistics().liveChunks ?? 0;
    scopes.add(this);
    segmentWatch.add(watcher);
  }

  /** Who answers for what is opened now. */
  static get responsible(): Scope | undefined {
    return Scope.current ?? scopesOfThread.at(-1);
  }

  /** The innermost scope of this context that has not ended: a context may outlive its scope. */
  static get current(): Scope | undefined {
    const scope = contexts.getStore();
    return scope === undefined ? undefined : scope.#innermostOpen();
  }

  #innermostOpen(): Scope | undefined {
    return this.#ended && this.#outer !== undefined ? this.#outer.#innermostOpen() : this.#ended ? undefined : this;
  }

  /** Makes it the scope of what the caller does from now on, and of what the thread does in no scope. */
  enter(): void {
    scopesOfThread.push(this);
    contexts.enterWith(this);
  }

  open(): readonly OpenMemory[] {
    return foldByOrigin(this.ledger.open());
  }

  check(): void {
    const open = this.open();
    const chunks = this.#chunksWithoutSegment();
    if (open.length === 0 && chunks === 0) return;
    const segments = open.filter(({ kind }) => kind !== 'pin');
    const pins = open.filter(({ kind }) => kind === 'pin');
    throw new LeakError({
      segments: segments.reduce((sum, { count }) => sum + count, 0),
      bytes: segments.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
      pins: pins.reduce((sum, { count }) => sum + count, 0),
      chunks: this.#engine === undefined ? undefined : chunks,
      open: open.map((item) => `\n  ${describeOpen(item)}`).join(''),
    });
  }

  end(): void {
    if (this.#ended) return;
    try {
      this.check();
    } finally {
      this.abandon();
    }
  }

  /** Ends it without a verdict. */
  abandon(): void {
    this.#ended = true;
    scopes.delete(this);
    const index = scopesOfThread.indexOf(this);
    if (index !== -1) scopesOfThread.splice(index, 1);
    if (scopes.size === 0) segmentWatch.remove(watcher);
    if (contexts.getStore() === this) contexts.enterWith(Scope.current);
  }

  ignore(segment: MemorySegment): MemorySegment {
    requireSegment(segment);
    this.ledger.ignore(segment);
    return segment;
  }

  adopt(segment: MemorySegment): MemorySegment {
    requireSegment(segment);
    const from = [...scopes].find((scope) => scope.ledger.has(segment));
    if (from === undefined) this.ledger.enter(segment, undefined);
    else if (from !== this) from.ledger.move(segment, this.ledger);
    return segment;
  }

  [Symbol.dispose](): void {
    this.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  #chunksWithoutSegment(): number {
    if (this.#engine === undefined) return 0;
    return Math.max(0, this.#engine.statistics().liveChunks - this.#chunksBefore - this.ledger.chunks);
  }
}

const watcher: SegmentWatcher = {
  seesUses: true,
  opened(segment: MemorySegment, backing: Backing) {
    Scope.responsible?.ledger.enter(segment, backing);
    return 1;
  },
  viewed() {},
  pinned(segment: MemorySegment, pin: SegmentPin) {
    Scope.responsible?.ledger.enterPin(segment, pin);
  },
};

/**
 * `await using scope = leakScope()`: a scope for the rest of the calling function and what it awaits, and for what the thread
 * does meanwhile outside of every scope. It ends with `end()` or the block. In the hooks of a test: opened in `beforeEach`,
 * ended in `afterEach`. Code that runs beside it may fall into it: tests that run at the same time take the other form.
 */
export function leakScope(options?: LeakScopeOptions): LeakScope;
/**
 * `await leakScope(async (scope) => { … })`: a scope for the call alone. Returns what `body` returns, or a promise when it
 * returns one; throws LeakError at its end. An error of `body` itself is thrown on, and what is open then is not looked at.
 */
export function leakScope<T>(body: (scope: LeakScope) => T, options?: LeakScopeOptions): T;
export function leakScope<T>(
  first: LeakScopeOptions | ((scope: LeakScope) => T) = {},
  second: LeakScopeOptions = {},
): LeakScope | T {
  if (typeof first === 'function') {
    requireScopeOptions(second);
    const scope = new Scope(second);
    return contexts.run(scope, () => runIn(scope, first));
  }
  if (typeof first !== 'object' || first === null) {
    throw new InvalidArgumentError('Leak scope takes options or a function', { type: typeof first });
  }
  requireScopeOptions(first);
  const scope = new Scope(first);
  scope.enter();
  return scope;
}

function runIn<T>(scope: Scope, body: (scope: LeakScope) => T): T {
  let result: T;
  try {
    result = body(scope);
  } catch (error) {
    scope.abandon();
    throw error;
  }
  if (!isThenable(result)) {
    scope.end();
    return result;
  }
  return result.then(
    (value) => {
      scope.end();
      return value;
    },
    (error: unknown) => {
      scope.abandon();
      throw error;
    },
  ) as T;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function requireScopeOptions(options: LeakScopeOptions): void {
  requireOptions(options);
  if (options.engine !== undefined) requireEngine(options.engine);
}

function requireSegment(segment: unknown): void {
  if (segment instanceof MemorySegment) return;
  throw new InvalidArgumentError('Argument is not a MemorySegment', { type: typeof segment });
}
