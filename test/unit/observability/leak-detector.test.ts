import { afterEach, describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../lib/errors/index.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { segmentWatch } from '../../../lib/memory/segment-watch.ts';
import { type LeakDetectionOptions, LeakDetector } from '../../../lib/observability/leak-detector.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

describe('LeakDetector.configure', () => {
  const wrong: [string, object][] = [
    ['an unknown level', { level: 'loud' }],
    ['an interval of 0', { samplingInterval: 0 }],
    ['a broken interval', { samplingInterval: 1.5 }],
    ['a listener that is no function', { onLeak: 'x' }],
  ];

  it.each(wrong)('refuses %s and changes nothing', (_, options) => {
    const detector = new LeakDetector();
    expect(() => detector.configure({ level: 'paranoid', ...options } as LeakDetectionOptions)).toThrow(
      InvalidArgumentError,
    );
    expect(detector.level).toBe('disabled');
  });
});

describe.each(enginesUnderTest)('LeakDetector.watched on the $name engine$missing', ({ engine }) => {
  let detector: LeakDetector;

  afterEach(() => segmentWatch.remove(detector));

  it.skipIf(engine === undefined)('counts the live ones, before and after they are left to the collector', () => {
    detector = new LeakDetector();
    detector.configure({ level: 'paranoid' });
    using kept = MemorySegment.allocate(100, { engine });
    const freed = MemorySegment.allocate(50, { engine });
    using other = MemorySegment.allocate(10, { engine });
    detector.configure({ level: 'disabled' });
    using unwatched = MemorySegment.allocate(1, { engine });
    freed.free();
    expect(detector.watched()).toEqual({ segments: 2, bytes: 110, unwatchedChunks: 1 });
    detector.flush();
    other.free();
    unwatched.free();
    expect(detector.watched()).toEqual({ segments: 1, bytes: kept.size, unwatchedChunks: 0 });
  });
});
