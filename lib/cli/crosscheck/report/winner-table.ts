import type { CaseResult, OperationResult } from '../bench/bench-result.ts';
import { outcomeOf } from '../bench/break-even.ts';
import { type Markup, markup } from './markup.ts';
import { describeBreakEven, describeNanos, describeSize } from './number-text.ts';
import { SERIES, type Series } from './series.ts';

/** For each operation and size the fastest path, and the break-even sizes: the whole run at one glance. */
export function winnerTable(operations: readonly OperationResult[]): Markup {
  const sizes = [...new Set(operations.flatMap(({ cases }) => cases.map(({ sizeBytes }) => sizeBytes)))].sort(
    (a, b) => a - b,
  );
  const rows = operations.map((operation) => {
    const cells = sizes.map((sizeBytes) => cell(operation.cases.find((one) => one.sizeBytes === sizeBytes)));
    const { nativeAgainstJs, nativeAgainstNode } = operation.breakEven;
    return markup`<tr><th scope="row"><a href="#numbers-${operation.name}">${operation.name}</a></th>${cells}<td class="verdict">${describeBreakEven(
      nativeAgainstJs,
    )}</td><td class="verdict">${describeBreakEven(nativeAgainstNode)}</td></tr>`;
  });
  const heads = sizes.map((sizeBytes) => markup`<th scope="col">${describeSize(sizeBytes)}</th>`);
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="The fastest path by operation and size">
<table class="winners"><thead><tr><td></td>${heads}<th scope="col" class="verdict">native beats JS</th><th scope="col" class="verdict">native beats Node</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function cell(one: CaseResult | undefined): Markup {
  const ranked = SERIES.flatMap((series) => {
    const measurement = one?.[series.path] ?? null;
    return measurement === null ? [] : [{ ...series, measurement }];
  }).sort((a, b) => a.measurement.median - b.measurement.median);
  const [best, ...others] = ranked;
  if (one === undefined || best === undefined) return markup`<td class="none">·</td>`;
  const ties = others.filter(({ measurement }) => outcomeOf(best.measurement, measurement) === 'ties');
  const title = ranked.map(({ label, measurement }) => `${label} ${describeNanos(measurement.median)}`).join(', ');
  const sign = ties.length > 0 ? ' ≈' : '';
  return markup`<td class="${best.path}${ties.length > 0 ? ' tie' : ''}" title="${title}">${shortName(best)}${sign}</td>`;
}

function shortName({ path, label }: Series): string {
  return path === 'native' ? 'nat.' : label;
}
