import { describe, expect, it } from 'vitest';
import {
  describeBreakEven,
  describeNanos,
  describePercent,
  describeRatio,
  describeSize,
} from '../../../../lib/cli/crosscheck/report/number-text.ts';
import { ratioBar } from '../../../../lib/cli/crosscheck/report/ratio-bar.ts';

describe('numbers for people', () => {
  it.each([
    [0.6234, '0.62 ns'],
    [9.999, '10.0 ns'],
    [34.06, '34.1 ns'],
    [123.4, '123 ns'],
    [999.7, '1.00 µs'],
    [1234, '1.23 µs'],
    [62_400, '62.4 µs'],
    [5e6, '5.00 ms'],
    [2e9, '2.00 s'],
  ])('%d nanoseconds are %s', (nanos, text) => {
    expect(describeNanos(nanos)).toBe(text);
  });

  it.each([
    [0.0034, '0.003×'],
    [0.314, '0.31×'],
    [12.44, '12.4×'],
    [139.4, '139×'],
  ])('a ratio of %d is %s', (ratio, text) => {
    expect(describeRatio(ratio)).toBe(text);
  });

  it.each([
    [4, '4 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [2 ** 20, '1 MiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(describeSize(bytes)).toBe(text);
  });

  it('gives small shares one decimal', () => {
    expect([describePercent(0.034), describePercent(0.34)]).toEqual(['3.4 %', '34 %']);
  });

  it('says what a break-even is', () => {
    expect(describeBreakEven({ verdict: 'from', sizeBytes: 64 })).toBe('from 64 B');
    expect(describeBreakEven({ verdict: 'never', sizeBytes: null })).toBe('never');
  });
});

describe('the bar of a ratio', () => {
  it.each([
    [1, '     │     '],
    [4, '     │██   '],
    [0.25, '   ██│     '],
    [Math.SQRT1_2, '    ▐│     '],
    [Math.SQRT2, '     │▌    '],
    [1e9, '     │█████'],
    [1e-9, '█████│     '],
  ])('of %d is one cell for each factor of two', (ratio, bar) => {
    expect(ratioBar(ratio, 11)).toBe(bar);
  });
});
