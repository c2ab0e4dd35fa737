import { Buffer } from 'node:buffer';
import { threadId } from 'node:worker_threads';
import {
  BudgetClosedError,
  BudgetReleaseError,
  InvalidArgumentError,
  OutOfMemoryError,
} from '../../../errors/index.ts';
import type { BudgetHandle, BudgetTree, BudgetUsage, SharedBudget } from '../../budget-tree.ts';
import { onThreadEnd } from '../ended-threads.ts';
import * as layout from './budget-node.ts';
import { HeaderWord, longOf, NodeLong, NodeWord, nodeState, wordOf } from './budget-node.ts';
import { ReleaseWatch } from './release-watch.ts';

const ROOT: BudgetHandle = { id: 1, generation: 1 };
/** Owners are thread numbers from 1; a vacant node has 0. */
const THIS_THREAD = threadId + 1;

/** Trees of other threads in which this one has budgets. */
const attached = new Set<JsBudgetTree>();
let exitWatched = false;

/** Trees that this thread has made, in which threads that it starts may have budgets. */
const made = new Set<WeakRef<JsBudgetTree>>();
let endsWatched = false;

/**
 * The algorithm of native/memory/budget_tree.h in JavaScript, over a SharedArrayBuffer from the start: counts are 64-bit
 * words that compare-and-swap changes, so threads that attach it need no lock.
 *
 * A thread that is terminated leaves its budgets open. The thread that had started it closes them in trees that it has made or
 * has budgets in, as soon as it hears of the end. A thread terminated in the middle of a call may leave bytes counted: close
 * the budget that was shared with it.
 */
export class JsBudgetTree implements BudgetTree {
  readonly root = ROOT;
  readonly #memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #longs: BigInt64Array;
  readonly #releases: ReleaseWatch;
  /** By depth, what each level came to with the reservation in progress. */
  readonly #reached: bigint[] = [];
  #isAttached = false;

  private constructor(memory: SharedArrayBuffer) {
    this.#memory = memory;
    this.#words = new Int32Array(memory);
    this.#longs = new BigInt64Array(memory);
    this.#releases = new ReleaseWatch(this.#words);
  }

  static create(): JsBudgetTree {
    const tree = new JsBudgetTree(new SharedArrayBuffer(layout.MEMORY_BYTES));
    Atomics.store(tree.#words, HeaderWord.magic, layout.MAGIC);
    tree.#fill(ROOT.id, 0, 'process', layout.UNLIMITED, 0);
    Atomics.store(tree.#words, wordOf(ROOT.id), nodeState.opened(ROOT.generation));
    for (const other of made) if (other.deref() === undefined) made.delete(other);
    made.add(new WeakRef(tree));
    closeForEndedThreads();
    return tree;
  }

  /** A tree that another thread has made. What this thread creates in it is closed when this thread ends by itself. */
  static attach(memory: SharedArrayBuffer): JsBudgetTree {
    if (!(memory instanceof SharedArrayBuffer) || memory.byteLength !== layout.MEMORY_BYTES) throw notATree();
    const tree = new JsBudgetTree(memory);
    if (Atomics.load(tree.#words, HeaderWord.magic) !== layout.MAGIC) throw notATree();
    tree.#isAttached = true;
    closeForEndedThreads();
    return tree;
  }

  create(parent: BudgetHandle, name: string, limitBytes: number): BudgetHandle {
    const limit = toLimit(limitBytes);
    this.#enter(parent);
    const depth = this.#word(parent.id, NodeWord.depth) + 1;
    if (depth > layout.MAX_DEPTH) {
      this.#leave(parent.id);
      throw new InvalidArgumentError('Memory budget lies too deep', { levels: layout.MAX_DEPTH });
    }
    const id = this.#claim();
    if (id === undefined) {
      this.#leave(parent.id);
      throw new OutOfMemoryError({ budgets: layout.MAX_NODES });
    }
    this.#fill(id, parent.id, name, limit, depth);
    const generation = nodeState.generation(Atomics.load(this.#words, wordOf(id)));
    // The hold of enter() becomes the child's.
    Atomics.store(this.#words, wordOf(id), nodeState.opened(generation));
    if (this.#isAttached) this.#closeAtExit();
    if (!this.#isOpen(parent)) {
      this.close({ id, generation });
      throw closed(parent);
    }
    return { id, generation };
  }

  reserve(budget: BudgetHandle, bytes: number): number {
    const wanted = BigInt(bytes);
    this.#enter(budget);
    // Refused without a trace where possible: what is taken and given back would get in the way of other threads.
    let refusing = this.#withoutRoom(budget.id, wanted);
    for (let id = budget.id; refusing === 0 && id !== 0; id = this.#above(id)) {
      const used = this.#take(id, wanted);
      if (used !== undefined) {
        this.#reached[this.#word(id, NodeWord.depth)] = used;
        continue;
      }
      refusing = id;
      this.#giveBack(budget.id, id, wanted);
      if (id !== budget.id) this.#releases.notify();
    }
    if (refusing === 0) {
      Atomics.add(this.#longs, longOf(budget.id) + NodeLong.own, wanted);
      for (let id = budget.id; id !== 0; id = this.#above(id)) {
        this.#raisePeak(id, this.#reached[this.#word(id, NodeWord.depth)] as bigint);
      }
    }
    this.#leave(budget.id);
    return refusing;
  }

  release(budget: BudgetHandle, bytes: number): void {
    const released = BigInt(bytes);
    this.#enter(budget);
    const index = longOf(budget.id) + NodeLong.own;
    for (;;) {
      const own = Atomics.load(this.#longs, index);
      if (released > own) {
        this.#leave(budget.id);
        throw new BudgetReleaseError({ budget: budget.id, releasedBytes: bytes, reservedBytes: Number(own) });
      }
      if (Atomics.compareExchange(this.#longs, index, own, own - released) === own) break;
    }
    this.#giveBack(budget.id, 0, released);
    this.#leave(budget.id);
    this.#releases.notify();
  }

  close({ id, generation }: BudgetHandle): boolean {
    if (id === ROOT.id || !isNodeId(id)) return false;
    const word = wordOf(id);
    let state = Atomics.load(this.#words, word);
    for (;;) {
      if (!nodeState.isOpen(state) || nodeState.generation(state) !== generation) return false;
      const before = Atomics.compareExchange(this.#words, word, state, nodeState.closing(state));
      if (before === state) break;
      state = before;
    }
    // Without holds it has no children, and nobody is about to make one.
    if (nodeState.holds(state) > 0) this.#closeWhere((child) => this.#word(child, NodeWord.parent) === id);
    this.#leave(id);
    if (attached.has(this) && !this.#ownsBudgets()) attached.delete(this);
    return true;
  }

  setLimit(budget: BudgetHandle, limitBytes: number): void {
    const limit = toLimit(limitBytes);
    this.#enter(budget);
    Atomics.store(this.#longs, longOf(budget.id) + NodeLong.limit, limit);
    this.#leave(budget.id);
    this.#releases.notify();
  }

  availableBytes(budget: BudgetHandle): number {
    if (!this.#isOpen(budget)) return 0;
    let least = layout.MAX_BYTES;
    for (let id = budget.id; id !== 0; id = this.#above(id)) {
      const room = this.#room(id);
      if (room < least) least = room;
    }
    return Number(least);
  }

  usage(budget: BudgetHandle): BudgetUsage | undefined {
    if (!this.#isOpen(budget)) return undefined;
    const { id, generation } = budget;
    const limit = this.#long(id, NodeLong.limit);
    const nameOffset = layout.nameOf(id);
    // Copied first: decoders refuse shared memory.
    const name = new Uint8Array(this.#memory).slice(nameOffset, nameOffset + this.#word(id, NodeWord.nameLength));
    return {
      id,
      generation,
      parentId: this.#word(id, NodeWord.parent),
      name: Buffer.from(name.buffer).toString(),
      limitBytes: limit === layout.UNLIMITED ? Number.POSITIVE_INFINITY : Number(limit),
      usedBytes: Number(this.#long(id, NodeLong.used)),
      ownBytes: Number(this.#long(id, NodeLong.own)),
      peakBytes: Number(this.#long(id, NodeLong.peak)),
    };
  }

  list(): BudgetUsage[] {
    const usages: BudgetUsage[] = [];
    this.#forEachOpen((budget) => {
      const usage = this.usage(budget);
      if (usage !== undefined) usages.push(usage);
    });
    return usages;
  }

  watch(listener: () => void): void {
    this.#releases.watch(listener);
  }

  unwatch(): void {
    this.#releases.unwatch();
  }

  share({ id, generation }: BudgetHandle): SharedBudget {
    return { engine: 'js', id, generation, memory: this.#memory };
  }

  #word(id: number, field: number): number {
    return Atomics.load(this.#words, wordOf(id) + field);
  }

  #long(id: number, field: number): bigint {
    return Atomics.load(this.#longs, longOf(id) + field);
  }

  #isOpen({ id, generation }: BudgetHandle): boolean {
    if (!isNodeId(id)) return false;
    const state = this.#word(id, NodeWord.state);
    return nodeState.isOpen(state) && nodeState.generation(state) === generation;
  }

  /** 0 above the root. A parent always has a smaller depth: no loop, whatever was written into the shared memory. */
  #above(id: number): number {
    const parent = this.#word(id, NodeWord.parent);
    if (parent === 0 || !isNodeId(parent)) return 0;
    return this.#word(parent, NodeWord.depth) < this.#word(id, NodeWord.depth) ? parent : 0;
  }

  /** The lowest budget that has less left; 0: none. */
  #withoutRoom(lowest: number, bytes: bigint): number {
    for (let id = lowest; id !== 0; id = this.#above(id)) if (bytes > this.#room(id)) return id;
    return 0;
  }

  /** From `lowest` up to, but without, `end`. */
  #giveBack(lowest: number, end: number, bytes: bigint): void {
    for (let id = lowest; id !== end && id !== 0; id = this.#above(id)) {
      Atomics.sub(this.#longs, longOf(id) + NodeLong.used, bytes);
    }
  }

  #room(id: number): bigint {
    const limit = this.#long(id, NodeLong.limit);
    const most = limit < layout.MAX_BYTES ? limit : layout.MAX_BYTES;
    const used = this.#long(id, NodeLong.used);
    return used < most ? most - used : 0n;
  }

  /** What the budget then uses; undefined when it has no room. */
  #take(id: number, bytes: bigint): bigint | undefined {
    const index = longOf(id) + NodeLong.used;
    for (;;) {
      const used = Atomics.load(this.#longs, index);
      const limit = this.#long(id, NodeLong.limit);
      if (used + bytes > (limit < layout.MAX_BYTES ? limit : layout.MAX_BYTES) && bytes > 0n) return undefined;
      if (Atomics.compareExchange(this.#longs, index, used, used + bytes) === used) return used + bytes;
    }
  }

  #raisePeak(id: number, reached: bigint): void {
    const index = longOf(id) + NodeLong.peak;
    for (let highest = Atomics.load(this.#longs, index); reached > highest; ) {
      const before = Atomics.compareExchange(this.#longs, index, highest, reached);
      if (before === highest) return;
      highest = before;
    }
  }

  /** One hold more. Throws BudgetClosedError. */
  #enter(budget: BudgetHandle): void {
    if (!isNodeId(budget.id)) throw closed(budget);
    const word = wordOf(budget.id);
    let state = Atomics.load(this.#words, word);
    for (;;) {
      if (!nodeState.isOpen(state) || nodeState.generation(state) !== budget.generation) throw closed(budget);
      const before = Atomics.compareExchange(this.#words, word, state, state + 1);
      if (before === state) return;
      state = before;
    }
  }

  /** Drops a hold; the last one of a closed budget gives back what it holds, and its hold on the parent. */
  #leave(id: number): void {
    const word = wordOf(id);
    for (;;) {
      const state = Atomics.load(this.#words, word);
      if (!nodeState.isOpen(state) && nodeState.holds(state) === 1) break;
      if (Atomics.compareExchange(this.#words, word, state, state - 1) === state) return;
    }
    // Nobody else has a hold, and nobody gets one: until the last hold goes, the node is this thread's.
    const parent = this.#word(id, NodeWord.parent);
    const own = Atomics.exchange(this.#longs, longOf(id) + NodeLong.own, 0n);
    this.#giveBack(id, 0, own);
    Atomics.sub(this.#words, word, 1);
    this.#releases.notify();
    this.#leave(parent);
  }

  /** A vacant node, for this thread alone: closed, with one hold and its next generation. */
  #claim(): number | undefined {
    for (let id = ROOT.id + 1; id <= layout.MAX_NODES; id++) {
      const state = this.#word(id, NodeWord.state);
      const generation = nodeState.generation(state);
      if (state !== nodeState.closed(generation) || generation === layout.MAX_GENERATION) continue;
      const claimed = nodeState.closed(generation + 1) + 1;
      if (Atomics.compareExchange(this.#words, wordOf(id), state, claimed) === state) return id;
    }
    return undefined;
  }

  #fill(id: number, parent: number, name: string, limit: bigint, depth: number): void {
    const bytes = new Uint8Array(layout.MAX_NAME_BYTES);
    // Writes whole characters only.
    const { written } = new TextEncoder().encodeInto(name, bytes);
    new Uint8Array(this.#memory).set(bytes, layout.nameOf(id));
    const word = wordOf(id);
    Atomics.store(this.#words, word + NodeWord.nameLength, written);
    Atomics.store(this.#words, word + NodeWord.parent, parent);
    Atomics.store(this.#words, word + NodeWord.owner, THIS_THREAD);
    Atomics.store(this.#words, word + NodeWord.depth, depth);
    Atomics.store(this.#longs, longOf(id) + NodeLong.limit, limit);
    Atomics.store(this.#longs, longOf(id) + NodeLong.peak, 0n);
  }

  #forEachOpen(visit: (budget: BudgetHandle) => void): void {
    for (let id = ROOT.id; id <= layout.MAX_NODES; id++) {
      const state = this.#word(id, NodeWord.state);
      // Nodes are taken from the bottom: behind one that was never used there is none.
      if (state === 0) return;
      if (nodeState.isOpen(state)) visit({ id, generation: nodeState.generation(state) });
    }
  }

  #closeWhere(isWanted: (id: number) => boolean): void {
    this.#forEachOpen((budget) => {
      if (isWanted(budget.id)) this.close(budget);
    });
  }

  #closeAtExit(): void {
    attached.add(this);
    if (exitWatched) return;
    exitWatched = true;
    process.once('exit', () => {
      for (const tree of [...attached]) tree.closeOwned(threadId);
    });
  }

  #ownsBudgets(): boolean {
    let owns = false;
    this.#forEachOpen(({ id }) => {
      owns ||= this.#word(id, NodeWord.owner) === THIS_THREAD;
    });
    return owns;
  }

  /** What `thread` has made, which is this one or one that has ended. */
  closeOwned(thread: number): void {
    this.#closeWhere((id) => this.#word(id, NodeWord.owner) === thread + 1);
  }
}

/** Idempotent. */
function closeForEndedThreads(): void {
  if (endsWatched) return;
  endsWatched = true;
  onThreadEnd((thread) => {
    for (const tree of made) tree.deref()?.closeOwned(thread);
    for (const tree of [...attached]) tree.closeOwned(thread);
  });
}

function isNodeId(id: number): boolean {
  return Number.isInteger(id) && id >= ROOT.id && id <= layout.MAX_NODES;
}

function toLimit(limitBytes: number): bigint {
  return limitBytes === Number.POSITIVE_INFINITY ? layout.UNLIMITED : BigInt(limitBytes);
}

function closed({ id, generation }: BudgetHandle): BudgetClosedError {
  return new BudgetClosedError({ budget: id, generation });
}

function notATree(): InvalidArgumentError {
  return new InvalidArgumentError('Memory is not that of a tree of budgets');
}
