package offheap.parity;
final class PagedViewVectors { static java.util.List<Object> all() { return java.util.List.of(); } }
