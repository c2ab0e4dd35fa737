import type { Addon } from '../../../engine/addon.ts';
import type { Engine } from '../../../engine/engine.ts';

/** `js`: MemorySegment. `native`: the addon, one call each. `node`: what Node has without this library. */
export type Path = 'js' | 'native' | 'node';

export type OperationGroup = 'scalar' | 'bulk' | 'batch' | 'allocation';

/** One way of doing an operation. */
export interface Rival {
  readonly path: Path;
  /** As a reader would search for it: `Buffer.compare`. */
  readonly name: string;
  /** Does the operation `iterations * callsPerIteration` times. The number keeps V8 from dropping the work. */
  readonly run: (iterations: number) => number;
  readonly callsPerIteration: number;
}

/** The rivals at one size, and the memory they work on, which goes at the disposal. */
export interface PreparedCase extends Disposable {
  readonly rivals: readonly Rival[];
}

/** What the rivals are made from. */
export interface Contestants {
  /** Allocates the memory of the JS and the native path. */
  readonly engine: Engine;
  /** A JS engine, also where the native one runs. */
  readonly jsEngine: Engine;
  /** undefined: there is no native path here. */
  readonly addon: Addon | undefined;
}

export interface Operation {
  /** Unique; what the filter of the command line names. */
  readonly name: string;
  readonly group: OperationGroup;
  /** One sentence, without a full stop: what a call does. */
  readonly description: string;
  /** The sizes of the sweep at which the operation makes sense; one of its own for scalars. */
  sizesOf(sweep: readonly number[]): readonly number[];
  prepare(sizeBytes: number, contestants: Contestants): PreparedCase;
  /** A round includes the garbage collections that it causes and one turn of the event loop. Default false. */
  readonly countsGarbage?: boolean;
}
