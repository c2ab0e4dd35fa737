import type { CaseResult, OperationResult } from '../bench/bench-result.ts';
import type { Measurement } from '../bench/measure-case.ts';
import { type Markup, markup } from './markup.ts';
import { describeNanos, describeRatio, describeSize } from './number-text.ts';

/** Every number of one operation that is measured by size. */
export function sizeTable(operation: OperationResult): Markup {
  const rows = operation.cases.map((one) => row(describeSize(one.sizeBytes), one));
  return table(`numbers-${operation.name}`, operation.name, operation.description, 'size', rows);
}

/** Every number of the scalars, one row each. */
export function scalarTable(operations: readonly OperationResult[]): Markup {
  const rows = operations.flatMap(({ name, cases }) => cases.map((one) => row(name, one)));
  return table('numbers-scalars', 'Scalars', 'One access, all offsets of 4 KiB in turn', 'accessor', rows);
}

function table(id: string, name: string, description: string, key: string, rows: readonly Markup[]): Markup {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="The numbers of ${name}" id="${id}">
<table class="numbers"><caption><b>${name}</b> ${description}</caption>
<thead><tr><th scope="col">${key}</th><th scope="col">JS</th><th scope="col">native</th><th scope="col">Node</th><th scope="col" class="way">Node way</th><th scope="col">native/JS</th><th scope="col">native/Node</th><th scope="col">JS/Node</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function row(key: string, one: CaseResult): Markup {
  const { nativeToJs, nativeToNode, jsToNode } = one.ratios;
  const fastest = Math.min(...[one.js, one.native, one.node].map((time) => time?.median ?? Number.POSITIVE_INFINITY));
  const times = [one.js, one.native, one.node].map((measurement) => timeCell(measurement, fastest));
  const ratios = [nativeToJs, nativeToNode, jsToNode].map(
    (ratio) => markup`<td>${ratio === null ? '–' : describeRatio(ratio)}</td>`,
  );
  const ways = one.nodeWays.map(({ name, median }) => `${name} ${describeNanos(median)}`).join(', ');
  return markup`<tr><th scope="row">${key}</th>${times}<td class="way" title="${ways}">${one.node?.name ?? '–'}</td>${ratios}</tr>`;
}

function timeCell(measurement: Measurement | null, fastest: number): Markup {
  if (measurement === null) return markup`<td>–</td>`;
  const { median, lower, upper, wide, name } = measurement;
  const title = `${name}: half of the rounds ${describeNanos(lower)} to ${describeNanos(upper)}`;
  const text = `${wide ? '~' : ''}${describeNanos(median)}`;
  return markup`<td title="${title}">${median === fastest ? markup`<strong>${text}</strong>` : text}</td>`;
}
