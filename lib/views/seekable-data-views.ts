import type { DataInputView } from './data-input-view.ts';
import type { DataOutputView } from './data-output-view.ts';

/** A DataInputView that can go anywhere: Flink's SeekableDataInputView. */
export interface SeekableDataInputView extends DataInputView {
  /** Bytes from the beginning, up to and including the end. Throws IndexOutOfBoundsError. */
  setReadPosition(position: number): void;
}

/** A DataOutputView that can go anywhere: Flink's SeekableDataOutputView. */
export interface SeekableDataOutputView extends DataOutputView {
  /** Bytes from the beginning, up to and including the end. Throws IndexOutOfBoundsError. */
  setWritePosition(position: number): void;
}
