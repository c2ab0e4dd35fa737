package offheap.parity;
final class BinaryRowVectors { static java.util.List<Object> all() { return java.util.List.of(); } }
