/**
 * Blue, vermilion and grey stay apart for every kind of colour blindness (after Okabe and Ito), by brightness too when
 * printed in grey.
 */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #fcfcfb; --card: #fff; --ink: #1d2126; --quiet: #5d6670; --rule: #dfe2e6;
  --js: #0072b2; --native: #c8500a; --node: #737b85; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1c2024; --ink: #e7eaed; --quiet: #9aa4ae;
  --rule: #343a41; --js: #5ab4ec; --native: #f2944a; --node: #98a1ab; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 84rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
h1 { margin: 0; font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 3rem 0 .3rem; font-size: 1.3rem; letter-spacing: -.01em; }
h3 { margin: 0; font-size: 1rem; }
p { margin: .3rem 0 1rem; max-width: 46rem; }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: .2em; }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--js); outline-offset: 2px; }
.quiet, header p, figcaption, caption, footer { color: var(--quiet); }
.findings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 1rem; margin: 1.8rem 0 0; padding: 0; list-style: none; }
.findings li, figure { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 1rem 1.1rem; }
.findings h3 { font-weight: 500; font-size: .88rem; color: var(--quiet); }
.findings b { display: block; margin: .1rem 0 .2rem; font-size: 1.6rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; }
.findings p { margin: 0; font-size: .88rem; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: .6rem 0 1rem; padding: 0; list-style: none; font-size: .9rem; color: var(--quiet); }
.legend b { color: var(--ink); } .legend svg { vertical-align: -2px; margin-right: .35rem; width: 26px; height: 14px; display: inline; }
.noisy { border-left: 4px solid var(--native); padding: .2rem 0 .2rem .9rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr)); gap: 1rem; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-size: .88rem; margin-bottom: .5rem; } figcaption h3 { color: var(--ink); }
.beside { display: grid; gap: 1.2rem 2rem; align-items: start; }
.beside > * { min-width: 0; }
@media (min-width: 64rem) { .beside { grid-template-columns: 4fr 7fr; } }
.beside table { font-size: .8rem; } .beside td, .beside th { padding: .22rem .38rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font: 11px system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: var(--quiet); font-variant-numeric: tabular-nums; }
svg .strong { fill: var(--ink); font-weight: 600; }
.end { text-anchor: end; } .start { text-anchor: start; } .middle { text-anchor: middle; }
.grid { stroke: var(--rule); stroke-width: 1; } .axis { stroke: var(--quiet); stroke-width: 1; }
.js { --series: var(--js); } .native { --series: var(--native); } .node { --series: var(--node); }
.line { fill: none; stroke: var(--series); stroke-width: 2; stroke-linejoin: round; }
.node .line { stroke-dasharray: 5 3; }
.quartiles { stroke: var(--series); stroke-width: 5; opacity: .3; }
.mark { fill: var(--series); stroke: var(--card); stroke-width: 1; }
.target { fill: transparent; } .point:hover .mark { stroke: var(--ink); stroke-width: 1.5; }
.bar { fill: var(--series); opacity: .85; } .bar:hover { opacity: 1; }
svg text.js, svg text.native { fill: var(--series); }
.span { stroke: var(--rule); stroke-width: 3; fill: none; }
.break-even { stroke: var(--native); stroke-width: 1; stroke-dasharray: 2 3; }
svg .break-even-text { fill: var(--native); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th { font-weight: 500; } thead th { color: var(--quiet); }
td, th { padding: .22rem .55rem; text-align: right; white-space: nowrap; }
.winners { border-collapse: separate; border-spacing: 2px; }
.winners td, .winners thead th { padding: .3rem .3rem; text-align: center; font-size: .76rem; }
.winners thead .verdict { white-space: normal; min-width: 4.8rem; line-height: 1.2; vertical-align: bottom; }
.winners tbody th { text-align: left; padding-left: 0; }
.winners tbody th, .numbers th:first-child { position: sticky; left: 0; background: var(--paper); }
.winners td.js, .winners td.native, .winners td.node { border-radius: 4px; color: var(--ink);
  background: color-mix(in srgb, var(--series) 34%, var(--card)); border-bottom: 3px solid var(--series); }
.winners td.tie { background: color-mix(in srgb, var(--series) 12%, var(--card)); border-bottom-style: dotted; }
.winners .none { color: var(--rule); } .winners .verdict { text-align: left; padding-left: .7rem; font-size: .8rem; }
.tables { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 38rem), 1fr)); gap: 1.6rem 2.2rem; align-items: start; }
.numbers { width: 100%; } .numbers caption { text-align: left; padding-bottom: .3rem; font-size: .88rem; } .numbers caption b { color: var(--ink); font-size: 1rem; margin-right: .4rem; }
.numbers thead th { border-bottom: 1px solid var(--quiet); } .numbers tbody tr + tr > * { border-top: 1px solid var(--rule); }
.numbers th:first-child, .way { text-align: left; } .numbers th:first-child { padding-left: 0; }
.numbers :target, :target caption b { color: var(--native); }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; font-size: .88rem; }
footer ul { margin: .4rem 0 1rem; padding-left: 1.1rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
@media print { :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --rule: #ccc; --js: #0072b2; --native: #c8500a; --node: #6b7280; }
  body { padding: 0; font-size: 10pt; max-width: none; } .scroll { overflow: visible; } .plots { grid-template-columns: 1fr 1fr; }
  .tables { grid-template-columns: 1fr; } .findings { grid-template-columns: repeat(3, 1fr); }
  h2, p, .legend { break-after: avoid; } .beside figure { max-width: 60%; } .scroll, .findings li { break-inside: avoid; } .bar, td, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .winners td, .winners th { padding: .15rem .2rem; font-size: 6.5pt; } .winners .verdict { font-size: 6.5pt; padding-left: .3rem; } .skip { display: none; } }
`;
