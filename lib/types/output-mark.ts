import { DataOutputSerializer } from '../views/data-output-serializer.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { PagedOutputView } from '../views/paged-output-view.ts';
import { RandomAccessOutputView } from '../views/random-access-output-view.ts';

/** Of a view that cannot go back. */
const NO_MARK = -1;

/** Where a view is, for `backTo`. */
export function markOf(target: DataOutputView): number {
  if (target instanceof DataOutputSerializer) return target.length;
  return target instanceof RandomAccessOutputView ? target.bytesWritten : NO_MARK;
}

/** Back to where the view was, as far as it can go there; what it holds behind is left as it is. */
export function backTo(mark: number, target: DataOutputView): void {
  if (target instanceof DataOutputSerializer) {
    // A serializer of the user's may have gone back farther.
    if (target.length > mark) target.setPosition(mark);
  } else if (target instanceof RandomAccessOutputView) {
    target.setWritePosition(mark);
  }
}

/** Bytes that a view has taken; undefined where it does not say. */
export function bytesTakenBy(target: DataOutputView): number | undefined {
  if (target instanceof DataOutputSerializer) return target.length;
  return target instanceof PagedOutputView ? target.bytesWritten : undefined;
}
