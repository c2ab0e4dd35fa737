import { describe, expect, it } from 'vitest';
import type { BenchResult, OperationResult } from '../../../../lib/cli/crosscheck/bench/bench-result.ts';
import { htmlPage } from '../../../../lib/cli/crosscheck/report/html-page.ts';
import { Markup, markup } from '../../../../lib/cli/crosscheck/report/markup.ts';
import { benchResult, operation, someOperations } from '../../../fixtures/bench-results.ts';

const VOID_ELEMENTS = ['meta', 'br', 'link'];

/** The tags of a page that never closes an element implicitly; throws where they do not match. */
function elementsOf(page: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const text = page.replace(/^<!doctype html>/, '').replace(/<style>[^<]*<\/style>/, '');
  const tag = /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-zA-Z-]+(?:="[^"<]*")?)*)\s*(\/?)>/g;
  const rest = text.replace(tag, (_all, closing: string, name: string, attributes: string, empty: string) => {
    if (closing === '/') expect(`</${name}>`).toBe(`</${open.pop()}>`);
    else if (empty === '' && !VOID_ELEMENTS.includes(name)) open.push(name);
    if (closing === '') seen.push(`${name}${attributes}`);
    return '';
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  return seen;
}

/** The numbers of points of each series in the plot of one operation. */
function pointsIn(page: string, operationName: string): Record<string, number> {
  const figure = page.split('<figure>').find((part) => part.includes(`<h3>${operationName}</h3>`)) ?? '';
  const series = figure.split('data-series="').slice(1);
  return Object.fromEntries(
    series.map((part) => [part.slice(0, part.indexOf('"')), part.split(/class="point"|class="bar /).length - 1]),
  );
}

const HOSTILE = `</script><img src=x onerror="alert('1')">&`;

describe('the HTML report', () => {
  it('is well-formed', () => {
    const elements = elementsOf(htmlPage(benchResult()));
    expect(elements.filter((element) => element.startsWith('svg viewBox'))).not.toHaveLength(0);
  });

  it('loads nothing and runs nothing', () => {
    const page = htmlPage(benchResult());
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(
      elementsOf(page).filter((element) => /^(script|link|img|iframe|object)\b|\s(src|on[a-z]+)=/.test(element)),
    ).toEqual([]);
    expect(page).not.toMatch(/https?:|url\(|@import/);
  });

  it('has a point for each measured size in each series, and a bar for each ratio', () => {
    const page = htmlPage(benchResult());
    expect(pointsIn(page, 'compare')).toEqual({ node: 3, js: 3, native: 3, ratios: 3 });
    expect(pointsIn(page, 'get')).toEqual({ node: 2, js: 2 });
    expect(pointsIn(page, 'allocate')).toEqual({ node: 1, js: 1, native: 1, ratios: 1 });
  });

  it('has every number in a table', () => {
    const page = htmlPage(benchResult());
    const table = page.slice(page.indexOf('id="numbers-compare"')).split('</table>', 1)[0] ?? '';
    const rows = table
      .split('<tr>')
      .slice(2)
      .map((row) =>
        row
          .replace(/<[^>]*>/g, '|')
          .split(/\|+/)
          .filter(Boolean),
      );
    expect(rows[1]?.map((text) => text.trim()).filter(Boolean)).toEqual([
      ...['64 B', '40.0 ns', '31.0 ns', '61.0 ns', 'node way', '0.78×', '0.51×', '0.66×'],
    ]);
    expect(page).toContain('id="numbers-scalars"');
  });

  it('names the winner at each size, and the sizes from which native code wins', () => {
    const page = htmlPage(benchResult());
    const row =
      page.split('<tr>').find((part) => part.includes('href="#numbers-compare"') && part.includes('verdict')) ?? '';
    expect([...row.matchAll(/<td class="(\w+)/g)].map(([, name]) => name)).toEqual([
      ...['js', 'native', 'none', 'native', 'none', 'verdict', 'verdict'],
    ]);
    expect(row).toContain('<td class="verdict">from 64 B</td>');
  });

  it('gives every plot a title and a description of its own, and every link a target', () => {
    const elements = elementsOf(htmlPage(benchResult()));
    const ids = elements.flatMap((element) => /\sid="([^"]*)"/.exec(element)?.[1] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const labels = elements.flatMap((element) => /\saria-labelledby="([^"]*)"/.exec(element)?.[1]?.split(' ') ?? []);
    const targets = elements.flatMap((element) => /\shref="#([^"]*)"/.exec(element)?.[1] ?? []);
    expect(labels).toHaveLength(2 * (someOperations.filter(({ group }) => group !== 'scalar').length + 1));
    expect(ids).toEqual(expect.arrayContaining([...labels, ...targets]));
  });

  it('draws inside of its plots', () => {
    const page = htmlPage(benchResult());
    const numbers = [...page.matchAll(/\s(?:x|y|cx|cy|width|height|r)="([^"]*)"/g)].map(([, number]) => Number(number));
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers.every((number) => Number.isFinite(number) && number >= -10 && number <= 1000)).toBe(true);
    expect(page).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  });

  it('escapes what comes from outside', () => {
    const hostile = someOperations.map((one): OperationResult => ({ ...one, name: HOSTILE, description: HOSTILE }));
    const machine = { ...benchResult().machine, cpu: HOSTILE, engineReason: HOSTILE, node: HOSTILE, offheap: HOSTILE };
    const page = htmlPage({ ...benchResult(hostile), machine });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('</script>');
    expect(page).toContain('&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
    elementsOf(page);
  });

  it.each<[string, BenchResult]>([
    ['nothing', benchResult([])],
    ['scalars alone', benchResult(someOperations.filter(({ group }) => group === 'scalar'))],
    ['one size, one path', benchResult([operation('fill', 'bulk', [[1, 3, undefined, 3]])])],
    [
      'huge ratios',
      benchResult([
        operation('fill', 'bulk', [
          [1, 1e-3, 1e9, 1],
          [2 ** 28, 1e9, 1e-3, 1],
        ]),
      ]),
    ],
  ])('is whole with %s', (_what, result) => {
    const page = htmlPage(result);
    elementsOf(page);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('markup', () => {
  it('escapes values, in text and in attributes', () => {
    expect(markup`<a title="${`"'`}">${'<b>'} & ${7}</a>`.text).toBe('<a title="&quot;&#39;">&lt;b&gt; & 7</a>');
  });

  it('takes markup and lists of it as they are', () => {
    expect(markup`<ul>${[markup`<li>${'a'}</li>`, new Markup('<li>')]}</ul>`.text).toBe('<ul><li>a</li><li></ul>');
  });
});
