import type { BenchResult, OperationResult } from '../bench/bench-result.ts';
import { conditionsOf, isNoisy, NOISY } from './conditions.ts';
import { findingsOf } from './findings.ts';
import { Markup, markup, NOTHING } from './markup.ts';
import { scalarTable, sizeTable } from './number-tables.ts';
import { describeBreakEven } from './number-text.ts';
import { PAGE_STYLE } from './page-style.ts';
import { scalarPlot } from './scalar-plot.ts';
import { legend } from './series.ts';
import { sizePlot } from './size-plot.ts';
import { winnerTable } from './winner-table.ts';

/** How the numbers came about; the guide has more. */
const METHOD: readonly string[] = [
  'The ways take turns, round by round, in rotating order; the event loop turns in between. Each call site is compiled for itself.',
  'A time is the median of the rounds. The pale bars of the plots, and the titles of the numbers, show the middle half of them.',
  'Bulk operations work on the same memory again and again, so the caches are warm. compare and equalTo find equal bytes, so they read everything.',
  'Node is the fastest of the ways that were tried; they are in the titles of the column “Node way”, and in the JSON.',
  'Break-even: the smallest size from which one way is faster at all larger sizes too. Differences within the noise are ties.',
  'Allocations include the garbage collections that they cause; nothing is written to the memory.',
];

/** The whole report as one HTML file that loads nothing and runs no script. */
export function htmlPage(result: BenchResult): string {
  const { operations, machine } = result;
  const scalars = operations.filter(({ group }) => group === 'scalar');
  const swept = operations.filter(({ group }) => group !== 'scalar');
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>JavaScript against native: offheap ${machine.offheap} on Node ${machine.node}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#${swept.length > 0 ? 'numbers' : 'numbers-scalars'}">To the numbers</a>
<header>
<h1>JavaScript against native</h1>
<p>What an operation on off-heap memory takes in JavaScript, in native code and in plain Node, and from which size on the call into native code pays.
Node ${machine.node}, ${machine.cpu}, ${result.date.slice(0, 10)}.</p>
${isNoisy(result) ? markup`<p class="noisy"><b>${NOISY}</b></p>` : NOTHING}
</header>
<main>
<ul class="findings">${findings(result)}</ul>
${winners(swept)}
${scalarSection(scalars)}
${plots(swept)}
${numbers(swept)}
</main>
<footer>
<h2>Machine and method</h2>
<ul>${[...conditionsOf(result), ...METHOD].map((line) => markup`<li>${line}</li>`)}</ul>
</footer>
</body>
</html>
`;
  return page.text;
}

function findings(result: BenchResult): Markup[] {
  return findingsOf(result).map(
    ({ title, figure, text }) => markup`<li><h3>${title}</h3><b>${figure}</b><p>${text}</p></li>`,
  );
}

function winners(operations: readonly OperationResult[]): Markup {
  if (operations.length === 0) return NOTHING;
  return markup`<h2>Who is the fastest at which size</h2>
<p>Pale cells with ≈ are ties within the noise; the titles of the cells have the times. To the right: from which size on native code is ahead.</p>
${winnerTable(operations)}`;
}

function scalarSection(operations: readonly OperationResult[]): Markup {
  if (operations.length === 0) return NOTHING;
  return markup`<h2>Scalars: one access</h2>
<p>A call into native code has a fixed price, which no single access earns back. At the right: native divided by JS.</p>
${legend()}
<div class="beside"><figure>${scalarPlot(operations)}</figure>${scalarTable(operations)}</div>`;
}

function plots(operations: readonly OperationResult[]): Markup {
  if (operations.length === 0) return NOTHING;
  const figures = operations.map(
    (operation, i) =>
      markup`<figure><figcaption><h3>${operation.name}</h3>${operation.description}. ${verdict(operation)} <a href="#numbers-${operation.name}">Numbers</a></figcaption>${sizePlot(operation, `plot-${i}`)}</figure>`,
  );
  return markup`<h2>By size</h2>
<p>Time of a call against size, both logarithmic. The bars below compare native with JS: upwards JS is faster, downwards native.</p>
${legend()}
<div class="plots">${figures}</div>`;
}

function verdict({ breakEven: { nativeAgainstJs } }: OperationResult): Markup {
  if (nativeAgainstJs.verdict === 'unmeasured') return NOTHING;
  return markup`Native beats JS: <b>${describeBreakEven(nativeAgainstJs)}</b>.`;
}

function numbers(operations: readonly OperationResult[]): Markup {
  if (operations.length === 0) return NOTHING;
  return markup`<h2 id="numbers">The numbers</h2>
<p>Times of one call, the fastest in bold; ~ marks rounds that differ by more than a quarter.</p>
<div class="tables">${operations.map(sizeTable)}</div>`;
}
