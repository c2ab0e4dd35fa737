// Records of fixed layout in one segment, outside the garbage collector's sight. Run it: node examples/packed-records.mjs
import { MemorySegment, SegmentFreedError } from 'offheap';

/** One trade: instrument (int), price (double), quantity (int). */
const TRADE = { instrument: 0, price: 4, quantity: 12, sizeBytes: 16 };
const TRADES = 100_000;

const trades = MemorySegment.allocate(TRADES * TRADE.sizeBytes, { zeroed: false });
try {
  for (let i = 0; i < TRADES; i++) {
    const at = i * TRADE.sizeBytes;
    trades.putInt(at + TRADE.instrument, i % 7);
    trades.putDouble(at + TRADE.price, 10 + (i % 100) / 4);
    trades.putInt(at + TRADE.quantity, 1 + (i % 3));
  }

  let turnover = 0;
  for (let at = 0; at < trades.size; at += TRADE.sizeBytes) {
    if (trades.getInt(at + TRADE.instrument) !== 3) continue;
    turnover += trades.getDouble(at + TRADE.price) * trades.getInt(at + TRADE.quantity);
  }
  console.log(`${trades.size} bytes off-heap: ${trades.isOffHeap}`); // -> 1600000 bytes off-heap: true
  console.log(`turnover of instrument 3: ${turnover}`);
} finally {
  trades.free();
}

try {
  trades.getInt(0);
} catch (error) {
  if (!(error instanceof SegmentFreedError)) throw error;
  console.log(error.code); // -> ERR_SEGMENT_FREED
}
