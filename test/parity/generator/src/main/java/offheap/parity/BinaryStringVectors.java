package offheap.parity;
final class BinaryStringVectors { static java.util.List<Object> all() { return java.util.List.of(); } }
