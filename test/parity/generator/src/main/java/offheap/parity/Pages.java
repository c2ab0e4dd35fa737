package offheap.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.runtime.memory.AbstractPagedOutputView;

/** A paged output on fresh, zeroed heap segments that keeps them all. */
final class Pages extends AbstractPagedOutputView {
  private final List<MemorySegment> segments;
  private final int segmentSize;

  Pages(int segmentSize, int headerLength) {
    this(MemorySegmentFactory.wrap(new byte[segmentSize]), segmentSize, headerLength);
  }

  private Pages(MemorySegment first, int segmentSize, int headerLength) {
    super(first, segmentSize, headerLength);
    this.segmentSize = segmentSize;
    segments = new ArrayList<>(List.of(first));
  }

  @Override
  protected MemorySegment nextSegment(MemorySegment current, int positionInCurrent) {
    MemorySegment segment = MemorySegmentFactory.wrap(new byte[segmentSize]);
    segments.add(segment);
    return segment;
  }

  /** The bytes of all pages; the last ends where writing has come to. */
  List<String> written() {
    List<String> pages = new ArrayList<>();
    for (MemorySegment segment : segments) {
      boolean isLast = pages.size() == segments.size() - 1;
      int length = isLast ? getCurrentPositionInSegment() : segmentSize;
      pages.add(Vector.hex(Arrays.copyOf(segment.getArray(), length)));
    }
    return pages;
  }
}
