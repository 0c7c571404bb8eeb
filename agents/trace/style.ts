/** Style of a trace's page: one column, light or dark as the reader's system is, and fit for paper. */
export const TRACE_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c1c; --quiet: #5a5a60; --rule: #d9d9dc; --tint: #f5f5f7; --code: #f1f1f4;
  --good: #0b6b4b; --bad: #a3230f; --open: #6b5200; --link: #0059a3; --user: #5b3fa8; --agent: #0059a3; --system: #6b5200; }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --ink: #e8e8ea; --quiet: #a9aab0; --rule: #3a3c42; --tint: #202227; --code: #26282e;
  --good: #63d3a6; --bad: #ff9b86; --open: #e6c65c; --link: #7fb8ff; --user: #b9a3ff; --agent: #7fb8ff; --system: #e6c65c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere; }
main { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 64rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.2rem; margin: 0 0 .75rem; }
h3 { font-size: 1.05rem; margin: 0 0 .35rem; }
h4 { font-size: .9rem; margin: 0 0 .35rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.quiet { color: var(--quiet); font-weight: 400; }
.verdict { margin: 0 0 1rem; padding: .6rem 1rem; border-left: .35rem solid var(--open); background: var(--tint); font-weight: 600; }
.verdict.good { border-left-color: var(--good); } .verdict.bad { border-left-color: var(--bad); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: .15rem 1.5rem; margin: 0; font-size: .92rem; }
dl div { display: flex; gap: .75rem; border-bottom: 1px solid var(--rule); padding: .2rem 0; }
dt { flex: 0 0 6rem; color: var(--quiet); } dd { margin: 0; min-width: 0; }
body > main > section { margin-top: 2rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; }
td { min-width: 3rem; } td.numbers { min-width: 12rem; } tbody th { min-width: 4.5rem; }
thead th { color: var(--quiet); font-weight: 600; border-bottom: 1px solid var(--rule); white-space: nowrap; }
tbody { border-bottom: 1px solid var(--rule); } tbody th { font-weight: 600; }
.badge { display: inline-block; padding: 0 .55em; border: 1px solid currentColor; border-radius: 1em; font-size: .85rem; font-weight: 400; }
.good { color: var(--good); } .bad { color: var(--bad); } .verdict.good, .verdict.bad { color: inherit; }
.badge.hallucinated { color: var(--paper); background: var(--bad); border-color: var(--bad); font-weight: 600; }
.turn { margin: 0 0 2rem; }
.turn > p { margin: 0 0 .6rem; font-size: .92rem; }
.step { margin: 0 0 .6rem; padding: .55rem .8rem .6rem; border: 1px solid var(--rule); border-left: .3rem solid var(--rule); border-radius: 4px; }
.step.user { border-left-color: var(--user); } .step.agent { border-left-color: var(--agent); } .step.system { border-left-color: var(--system); }
.step:target { background: var(--tint); }
.number { display: inline-block; min-width: 1.6em; text-decoration: none; font-variant-numeric: tabular-nums; }
pre { margin: 0 0 .35rem; padding: .5rem .65rem; background: var(--code); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: .82rem/1.45 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; tab-size: 4; }
.step > pre { background: none; padding: 0; font: inherit; font-size: .95rem; }
.call, .result { margin-top: .35rem; }
.tool { display: inline-block; margin-bottom: .2rem; font-size: .85rem; font-weight: 600; }
.result pre { background: none; border: 1px solid var(--rule); } .result.failed pre { border-color: var(--bad); }
.result p { margin: 0; font-size: .85rem; }
details { margin: 0 0 .35rem; }
summary { cursor: pointer; padding: .2rem 0; font-size: .85rem; color: var(--quiet); }
.preview { margin-left: .6rem; font-family: ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; font-size: .95em; opacity: .85; }
details[open] .preview { display: none; }
@media (max-width: 34rem) { main { padding: 1rem .75rem 3rem; } .step { padding: .5rem .55rem; } .preview { display: block; margin: .1rem 0 0; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #333; --rule: #bbb; --tint: #fff; --code: #fff; --good: #000; --bad: #000;
  --open: #000; --link: #000; --user: #000; --agent: #000; --system: #000; }
  html { font-size: 9pt; } main { max-width: none; padding: 0; } h2, h3, h4 { break-after: avoid; } tr { break-inside: avoid; }
  .wide { overflow: visible; } pre { border: 1px solid var(--rule); } .badge.hallucinated { color: #000; background: none; border-width: 2px; }
  .preview { display: none; } details::details-content { content-visibility: visible; block-size: auto; } }
`;
