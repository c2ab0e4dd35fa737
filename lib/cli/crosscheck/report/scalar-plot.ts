import type { OperationResult } from '../bench/bench-result.ts';
import { decadeScale } from './log-scale.ts';
import { type Markup, markup } from './markup.ts';
import { describeNanos, describeRatio } from './number-text.ts';
import { mark, SERIES } from './series.ts';

const WIDTH = 430;
const LEFT = 122;
const RIGHT = WIDTH - 46;
const TOP = 26;
const ROW = 24;

/** One row for each accessor: what an access takes on the three paths, on one logarithmic axis. */
export function scalarPlot(operations: readonly OperationResult[]): Markup {
  const rows = operations.flatMap((operation) => operation.cases.map((one) => ({ operation, ...one })));
  const height = TOP + rows.length * ROW + 8;
  const times = rows.flatMap((row) => SERIES.flatMap(({ path }) => (row[path] === null ? [] : [row[path].median])));
  const x = decadeScale(times, LEFT, RIGHT);
  const grid = x.ticks.map(
    (tick) =>
      markup`<path class="grid" d="M${x(tick)} ${TOP - 6}V${height - 8}"/><text class="middle" x="${x(
        tick,
      )}" y="${TOP - 12}">${describeNanos(tick).replace(/\.0+ /, ' ')}</text>`,
  );
  const drawn = rows.map((row, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const marks = SERIES.map(({ path, label }) => {
      const measurement = row[path];
      if (measurement === null) return [];
      const title = `${row.operation.name}, ${label}: ${describeNanos(measurement.median)} (${measurement.name})`;
      return markup`<g class="series ${path}" data-series="${path}">${mark(path, x(measurement.median), y, title)}</g>`;
    });
    const ends = [row.js, row.native].flatMap((measurement) => (measurement === null ? [] : [x(measurement.median)]));
    const span = ends.length === 2 ? `M${ends[0]} ${y}H${ends[1]}` : '';
    const { nativeToJs } = row.ratios;
    return markup`<text class="end" x="${LEFT - 10}" y="${y + 4}">${row.operation.name}</text><path class="span" d="${span}"/>${marks}<text class="strong" x="${
      RIGHT + 10
    }" y="${y + 4}">${nativeToJs === null ? '' : describeRatio(nativeToJs)}</text>`;
  });
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="scalar-title scalar-text">
<title id="scalar-title">Scalar access: nanoseconds of one access on each path</title>
<desc id="scalar-text">The numbers are in the table of scalars; at the right native divided by JS.</desc>
${grid}${drawn}
</svg>`;
}
