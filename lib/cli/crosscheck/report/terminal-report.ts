import Table from 'cli-table3';
import type { BenchResult, CaseResult, OperationResult } from '../bench/bench-result.ts';
import type { Measurement } from '../bench/measure-case.ts';
import type { OperationGroup, Path } from '../bench/operation.ts';
import { conditionsOf, isNoisy, NOISY } from './conditions.ts';
import { findingsOf } from './findings.ts';
import { describeBreakEven, describeNanos, describeRatio, describeSize } from './number-text.ts';
import { ratioBar } from './ratio-bar.ts';

export interface TerminalOptions {
  /** Columns of the terminal; 80 to 120 are used. */
  readonly width: number;
  readonly color: boolean;
}

const NARROWEST = 80;
const WIDEST = 120;

const COLUMNS = { time: 10, ratio: 10, narrowRatio: 8, bar: 13 } as const;
/** From here on there is room for the bars. */
const WIDTH_WITH_BARS = 104;

const GROUPS: Readonly<
  Record<OperationGroup, { readonly title: string; readonly key: string; readonly width: number }>
> = {
  scalar: { title: 'Scalars, one access', key: '', width: 19 },
  bulk: { title: 'Bulk operations, one call', key: 'size', width: 9 },
  batch: { title: 'Many reads, or one call', key: 'size', width: 9 },
  allocation: { title: 'Allocate and free', key: 'size', width: 9 },
};

/** Tables of all numbers, then the break-even sizes and what to take home, which so end up in view. */
export function terminalReport(result: BenchResult, { width, color }: TerminalOptions): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, width));
  const paint = color ? colored : plain;
  const sections = (Object.keys(GROUPS) as OperationGroup[]).map((group) =>
    numbers(
      result.operations.filter((operation) => operation.group === group),
      group,
      columns,
      paint,
    ),
  );
  const legend = `${paint.fastest(paint.mark === '' ? 'colour' : paint.mark)} fastest   ~ rounds differ by more than a quarter   Node: the best of its ways`;
  return [
    paint.title('JS against native against plain Node'),
    ...conditionsOf(result).map((line) => wrap(line, columns)),
    '',
    ...sections.filter((section) => section !== ''),
    legend,
    '',
    paint.title('Break-even: from which size on'),
    breakEvens(result.operations, columns),
    '',
    ...findingsOf(result).map(({ title, figure, text }) => wrap(`- ${title}: ${figure} ${text}`, columns)),
    ...(isNoisy(result) ? ['', paint.title(wrap(NOISY, columns))] : []),
    '',
  ]
    .join('\n')
    .replace(/ +$/gm, '');
}

interface Paint {
  title(text: string): string;
  fastest(text: string): string;
  /** What marks the fastest where there is no colour. */
  readonly mark: string;
}

const plain: Paint = { title: (text) => text, fastest: (text) => text, mark: '*' };
const colored: Paint = {
  title: (text) => `\x1b[1m${text}\x1b[22m`,
  fastest: (text) => `\x1b[1;36m${text}\x1b[22;39m`,
  mark: '',
};

function numbers(operations: readonly OperationResult[], group: OperationGroup, columns: number, paint: Paint): string {
  if (operations.length === 0) return '';
  const { title, key, width } = GROUPS[group];
  const bars = columns >= WIDTH_WITH_BARS;
  const fixed = [width, COLUMNS.time, COLUMNS.time, COLUMNS.time];
  const ratios = bars ? [COLUMNS.ratio, COLUMNS.ratio, COLUMNS.bar] : [COLUMNS.narrowRatio, COLUMNS.narrowRatio];
  const way = columns - [...fixed, ...ratios].reduce((sum, next) => sum + next, 0);
  const table = openTable(
    [...fixed, way, ...ratios],
    ['left', 'right', 'right', 'right', 'left', 'right', 'right', 'left'],
  );
  const ratioHeads = bars ? ['native/JS', 'JS/Node', '  native│JS'] : ['nat/JS', 'JS/Node'];
  table.push([key, 'JS ', 'native ', 'Node ', 'Node way', ...ratioHeads].map(paint.title));
  for (const { name, description, cases } of operations) {
    if (group !== 'scalar') {
      const spanned = `${paint.title(name)}  ${cut(description, columns - name.length - 3)}`;
      table.push([{ content: spanned, colSpan: bars ? 8 : 7 }]);
    }
    for (const one of cases) {
      table.push(row(group === 'scalar' ? name : describeSize(one.sizeBytes), one, bars, paint));
    }
  }
  return `${paint.title(title)}\n${table.toString()}\n`;
}

function row(key: string, one: CaseResult, bars: boolean, paint: Paint): string[] {
  const fastest = fastestPath(one);
  const time = (path: Path): string => timeCell(one[path], path === fastest, paint);
  const { nativeToJs, jsToNode } = one.ratios;
  return [
    key,
    time('js'),
    time('native'),
    time('node'),
    // DataView's and Buffer's methods are known apart without their classes.
    (bars ? one.node?.name : one.node?.name.replace(/^(DataView|Buffer)\.(get|set|read|write)/, '$2')) ?? '',
    nativeToJs === null ? '–' : describeRatio(nativeToJs),
    jsToNode === null ? '–' : describeRatio(jsToNode),
    ...(bars ? [nativeToJs === null ? '' : ratioBar(nativeToJs, COLUMNS.bar - 2)] : []),
  ];
}

function timeCell(measurement: Measurement | null, isFastest: boolean, paint: Paint): string {
  if (measurement === null) return '–';
  const text = `${measurement.wide ? '~' : ''}${describeNanos(measurement.median)}`;
  // A blank where the others have their mark keeps the digits in line.
  return isFastest ? paint.fastest(`${text}${paint.mark}`) : `${text}${paint.mark === '' ? '' : ' '}`;
}

function fastestPath(one: CaseResult): Path | undefined {
  const paths = (['js', 'native', 'node'] as const).filter((path) => one[path] !== null);
  return paths.sort((a, b) => (one[a]?.median ?? 0) - (one[b]?.median ?? 0))[0];
}

function breakEvens(operations: readonly OperationResult[], columns: number): string {
  const verdict = Math.floor((Math.min(columns, WIDTH_WITH_BARS) - 20) / 3);
  const table = openTable([20, verdict, verdict, verdict], ['left', 'left', 'left', 'left']);
  table.push(['', 'native beats JS', 'native beats Node', 'JS beats Node']);
  for (const { name, breakEven } of operations) {
    const { nativeAgainstJs, nativeAgainstNode, jsAgainstNode } = breakEven;
    table.push([name, ...[nativeAgainstJs, nativeAgainstNode, jsAgainstNode].map(describeBreakEven)]);
  }
  return table.toString();
}

/** Rows without rules: the alignment is enough, and long tables stay short. */
function openTable(colWidths: number[], colAligns: ('left' | 'right')[]): Table.Table {
  const none = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const lines = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
  const chars = Object.fromEntries([...none, ...lines].map((part) => [part, '']));
  return new Table({
    colWidths,
    colAligns: colAligns.slice(0, colWidths.length),
    chars,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
  });
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function wrap(text: string, columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = `  ${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
