import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { PagedInputView } from '../../lib/views/paged-input-view.ts';
import type { PagedOutputView } from '../../lib/views/paged-output-view.ts';
import { bytesOfHex, hexOf } from './vectors.ts';

/** The next page of an output, which is kept in `segments`. */
export function freshSegment(segments: MemorySegment[], size: number): MemorySegment {
  const segment = MemorySegment.wrap(new Uint8Array(size));
  segments.push(segment);
  return segment;
}

/** The pages as the generator's Pages.java has them: the last ends where writing has come to. */
export function writtenPages(segments: readonly MemorySegment[], output: PagedOutputView): string[] {
  return segments.map((segment, i) => {
    const bytes = new Uint8Array(i === segments.length - 1 ? output.positionInSegment : segment.size);
    segment.get(0, bytes);
    return hexOf(bytes);
  });
}

/** At the beginning of the first page. */
export function inputOf(pages: readonly string[], headerLengthBytes = 0): PagedInputView {
  let next = 0;
  const input = new PagedInputView({
    headerLengthBytes,
    nextSegment: () => {
      const page = pages[next++];
      if (page === undefined) return undefined;
      return { segment: MemorySegment.wrap(bytesOfHex(page)), limit: page.length / 2 };
    },
  });
  input.advance();
  return input;
}
