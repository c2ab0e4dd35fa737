import { existsSync, readFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { constrainedMemory, freeDiskBytes, processLimits } from '../../../lib/observability/process-limits.ts';
import { peakResidentBytes } from '../../../lib/observability/resident-memory.ts';

describe('constrainedMemory', () => {
  it.each([
    ['nothing known', 0, undefined],
    ['no limit on cgroup v1', 9_223_372_036_854_772_000, undefined],
    ['no limit on cgroup v2', 18_446_744_073_709_552_000, undefined],
    ['a limit beyond the machine', 16e9, undefined],
    ['a limit', 512 * 1024 * 1024, 512 * 1024 * 1024],
  ])('reads %s', (_, reported, expected) => {
    expect(constrainedMemory(reported, 8e9)).toBe(expected);
  });
});

describe('processLimits', () => {
  it('tells memory and heap', () => {
    const limits = processLimits();
    expect(limits.totalMemoryBytes).toBe(totalmem());
    expect(limits.heapLimitBytes).toBeGreaterThan(1e6);
  });

  it.skipIf(!existsSync('/proc/self/limits'))('tells how many files may be open', () => {
    const [, soft, hard] = /^Max open files +(\d+) +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    expect(processLimits()).toMatchObject({ openFilesSoft: Number(soft), openFilesHard: Number(hard) });
  });

  it('leaves the diagnostic report as it was set', () => {
    const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
    const before = report.excludeNetwork ?? false;
    processLimits();
    expect(report.excludeNetwork ?? false).toBe(before);
  });
});

describe('freeDiskBytes', () => {
  it('tells what may still be written', async () => {
    expect(await freeDiskBytes(tmpdir())).toBeGreaterThan(0);
    await expect(freeDiskBytes('/no/such/directory')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('peakResidentBytes', () => {
  it('is at least what is resident now', () => {
    const now = process.memoryUsage.rss();
    // The system may count in steps of a few pages.
    expect(peakResidentBytes()).toBeGreaterThan(now * 0.99);
  });
});
