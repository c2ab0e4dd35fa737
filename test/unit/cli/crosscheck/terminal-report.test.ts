import { describe, expect, it } from 'vitest';
import { terminalReport } from '../../../../lib/cli/crosscheck/report/terminal-report.ts';
import { benchResult, measurement, operation, someOperations } from '../../../fixtures/bench-results.ts';

const plain = { width: 110, color: false };
const lines = (text: string): string[] => text.split('\n');

describe('the report on a terminal', () => {
  it('has times, the way of plain Node and ratios, with the fastest marked', () => {
    const row = lines(terminalReport(benchResult(), plain)).find((line) => line.startsWith('64 B'));
    expect(row?.split(/ {2,}/)).toEqual(['64 B', '40.0 ns', '31.0 ns*', '61.0 ns', 'node way', '0.78×', '0.66×', '▐│']);
  });

  it('names the break-even sizes', () => {
    const report = lines(terminalReport(benchResult(), plain));
    const from = report.slice(report.findIndex((line) => line.startsWith('Break-even')));
    const verdicts = new Map(from.map((line) => line.split(/ {2,}/)).map(([name, ...rest]) => [name, rest]));
    expect(verdicts.get('getInt')).toEqual(['never', 'never', 'never']);
    expect(verdicts.get('compare')).toEqual(['from 64 B', 'always', 'at some sizes']);
    expect(verdicts.get('get')).toEqual(['–', '–', 'from 1 KiB']);
  });

  it.each([20, 80, 100, 104, 120, 500])('fits into 80 to 120 columns of a terminal of %i', (width) => {
    const widest = Math.max(
      ...lines(terminalReport(benchResult(), { width, color: false })).map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(Math.min(120, Math.max(80, width)));
  });

  it('has colours only where they are wanted', () => {
    expect(terminalReport(benchResult(), plain)).not.toContain('\x1b');
    expect(terminalReport(benchResult(), { ...plain, color: true })).toContain('\x1b[1;36m31.0 ns\x1b[22;39m');
  });

  it('has the same text with colours, but for the mark of the fastest', () => {
    const colored = terminalReport(benchResult(), { ...plain, color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
    const bare = colored.replace(/\x1b\[[0-9;]*m/g, '');
    expect(bare).toContain('31.0 ns');
    expect(bare).toContain('compare  What compare does');
  });

  it('marks measurements whose rounds differ, and warns when many do', () => {
    const noisy = someOperations.map((one) => ({
      ...one,
      cases: one.cases.map((kase) => ({ ...kase, js: measurement('js', 40, { spread: 0.5 }) })),
    }));
    const report = terminalReport(benchResult(noisy), plain);
    expect(report).toContain('~40.0 ns');
    expect(report).toContain('The machine was busy');
    expect(terminalReport(benchResult(), plain)).not.toContain('The machine was busy');
  });

  it('says when it was interrupted, and what is missing without the native engine', () => {
    const only = [operation('fill', 'bulk', [[4, 10, undefined, 8]])];
    const machine = { ...benchResult().machine, engine: 'js' as const, engineReason: 'chosen by OFFHEAP_ENGINE' };
    const report = terminalReport({ ...benchResult(only), machine, complete: false }, plain);
    expect(report).toContain('interrupted: these are the cases that were finished');
    expect(report).toContain('without the addon there is no native path to measure');
    expect(report).not.toContain('Scalars, one access');
  });
});
