import type { MemorySegment } from '../memory/memory-segment.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';

/** What rows need of an output over pages without headers: AbstractPagedOutputView. */
export interface PagedRowOutput extends DataOutputView {
  /** Bytes that a page has for data, all pages the same. */
  readonly segmentSize: number;
  readonly currentPositionInSegment: number;
  /** Goes to the start of the next page. */
  advance(): void;
}

/** What rows need of an input over pages without headers: AbstractPagedInputView. */
export interface PagedRowInput extends DataInputView {
  readonly currentSegment: MemorySegment;
  readonly currentPositionInSegment: number;
  /** Where the data of the current page end. */
  readonly currentSegmentLimit: number;
  /** Goes to the start of the next page. Throws EndOfDataError when there is none. */
  advance(): void;
}
