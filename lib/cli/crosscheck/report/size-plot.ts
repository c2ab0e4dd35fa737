import type { CaseResult, OperationResult } from '../bench/bench-result.ts';
import type { Measurement } from '../bench/measure-case.ts';
import { decadeScale, type LogScale, ratioScale, sizeScale } from './log-scale.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { describeBreakEven, describeNanos, describeRatio, describeSize } from './number-text.ts';
import { mark, SERIES, type Series } from './series.ts';

/** In units of the drawing, which is scaled to the width of its place. */
const WIDTH = 420;
const HEIGHT = 318;
const LEFT = 54;
const RIGHT = WIDTH - 14;
const TIMES = { top: 16, bottom: 206 } as const;
const RATIOS = { top: 240, bottom: 308 } as const;
/** Ratios beyond it would flatten all others. */
const LARGEST_RATIO = 64;
const MOST_SIZE_TICKS = 6;
const BAR_WIDTH = 12;

/** Time against size, both logarithmic, for the three series; below it, on the same sizes, native against JS as bars. */
export function sizePlot(operation: OperationResult, id: string): Markup {
  const { name, cases, breakEven } = operation;
  const sizes = cases.map(({ sizeBytes }) => sizeBytes);
  const x = sizeScale(sizes, LEFT + 12, RIGHT - 12, MOST_SIZE_TICKS);
  const times = SERIES.flatMap(({ path }) => cases.flatMap((one) => (one[path] === null ? [] : [one[path]])));
  const y = decadeScale(
    times.flatMap(({ lower, upper }) => [lower, upper]),
    TIMES.bottom,
    TIMES.top,
  );
  const drawn = SERIES.map((series) => seriesOf(series, cases, x, y));
  const summary = `Native beats JS: ${describeBreakEven(breakEven.nativeAgainstJs)}. The numbers are in the table of ${name}.`;
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${name}: time of a call by size</title><desc id="${id}-text">${summary}</desc>
${grid(x, y)}${breakEvenLine(operation, x)}${drawn}${ratioBars(cases, x)}
</svg>`;
}

function grid(x: LogScale, y: LogScale): Markup {
  const horizontal = y.ticks.map(
    (tick) =>
      markup`<path class="grid" d="M${LEFT} ${y(tick)}H${RIGHT}"/><text class="end" x="${LEFT - 6}" y="${
        y(tick) + 4
      }">${describeTick(tick)}</text>`,
  );
  const vertical = x.ticks.map(
    (tick) =>
      markup`<path class="grid" d="M${x(tick)} ${TIMES.top}V${TIMES.bottom}"/><text class="middle" x="${x(
        tick,
      )}" y="${TIMES.bottom + 16}">${describeSize(tick)}</text>`,
  );
  return markup`${horizontal}${vertical}`;
}

/** Powers of ten need no decimals. */
function describeTick(nanos: number): string {
  return describeNanos(nanos).replace(/\.0+ /, ' ');
}

function seriesOf({ path, label }: Series, cases: readonly CaseResult[], x: LogScale, y: LogScale): Markup {
  const points = cases.flatMap((one) => (one[path] === null ? [] : [{ ...one, measurement: one[path] }]));
  if (points.length === 0) return NOTHING;
  const line = points.map(({ sizeBytes, measurement }) => `${x(sizeBytes)} ${y(measurement.median)}`).join('L');
  const quartiles = points
    .map(({ sizeBytes, measurement: { lower, upper } }) => `M${x(sizeBytes)} ${y(lower)}V${y(upper)}`)
    .join('');
  const marks = points.map(({ sizeBytes, measurement }) =>
    mark(path, x(sizeBytes), y(measurement.median), describePoint(label, sizeBytes, measurement)),
  );
  return markup`<g class="series ${path}" data-series="${path}"><path class="quartiles" d="${quartiles}"/><path class="line" d="M${line}"/>${marks}</g>`;
}

function describePoint(label: string, sizeBytes: number, { name, median, lower, upper, wide }: Measurement): string {
  const quartiles = `half of the rounds ${describeNanos(lower)} to ${describeNanos(upper)}`;
  return `${label}, ${describeSize(sizeBytes)}: ${describeNanos(median)} (${name}; ${quartiles}${wide ? ', noisy' : ''})`;
}

function breakEvenLine({ breakEven }: OperationResult, x: LogScale): Markup {
  const { verdict, sizeBytes } = breakEven.nativeAgainstJs;
  if (verdict !== 'from' || sizeBytes === null) return NOTHING;
  const at = x(sizeBytes);
  // The label turns to the side where there is room.
  const [anchor, shift] = at > (LEFT + RIGHT) / 2 ? ['end', -5] : ['start', 5];
  return markup`<path class="break-even" d="M${at} ${TIMES.top}V${RATIOS.bottom}"/><text class="break-even-text ${anchor}" x="${
    at + shift
  }" y="${TIMES.top + 5}">native from ${describeSize(sizeBytes)}</text>`;
}

function ratioBars(cases: readonly CaseResult[], x: LogScale): Markup {
  const measured = cases.flatMap(({ sizeBytes, ratios: { nativeToJs } }) =>
    nativeToJs === null ? [] : [{ sizeBytes, ratio: nativeToJs }],
  );
  if (measured.length === 0) {
    return markup`<text class="middle quiet" x="${(LEFT + RIGHT) / 2}" y="${RATIOS.top + 36}">no native path: the addon reaches chunks only</text>`;
  }
  const y = ratioScale(
    measured.map(({ ratio }) => ratio),
    RATIOS.bottom,
    RATIOS.top,
    LARGEST_RATIO,
  );
  const axis = y(1);
  const bars = measured.map(({ sizeBytes, ratio }) => {
    const end = y(ratio);
    const title = `${describeSize(sizeBytes)}: native takes ${describeRatio(ratio)} the time of JS`;
    return markup`<rect class="bar ${ratio < 1 ? 'native' : 'js'}" x="${x(sizeBytes) - BAR_WIDTH / 2}" y="${Math.min(
      axis,
      end,
    )}" width="${BAR_WIDTH}" height="${Math.max(1, Math.abs(end - axis)).toFixed(1)}"><title>${title}</title></rect>`;
  });
  const most = y.ticks.at(-1) as number;
  return markup`<g class="ratios" data-series="ratios"><path class="axis" d="M${LEFT} ${axis}H${RIGHT}"/>
<text class="end js" x="${LEFT - 6}" y="${RATIOS.top + 8}">JS ${most}×</text><text class="end" x="${LEFT - 6}" y="${axis + 4}">even</text>
<text class="end native" x="${LEFT - 6}" y="${RATIOS.bottom}">nat. ${most}×</text>${bars}</g>`;
}
