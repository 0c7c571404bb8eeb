/** Style of the report. Pictures keep their white card in the dark, since they are drawn for paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --card: #fff; --ink: #1c1c1c; --quiet: #57575a; --rule: #d9d9dc;
  --good: #0b6b4b; --bad: #a3230f; --open: #6b5200; --link: #0059a3; --tint: #f5f5f7; }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --card: #fff; --ink: #e8e8ea; --quiet: #a9aab0; --rule: #3a3c42;
  --good: #63d3a6; --bad: #ff9b86; --open: #e6c65c; --link: #7fb8ff; --tint: #202227; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, figcaption, li { max-width: 46rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.verdict { padding: .7rem 1rem; border-left: .35rem solid var(--good); background: var(--tint); font-weight: 600; }
.verdict.failing { border-left-color: var(--bad); }
nav ol { padding-left: 2rem; }
nav .tally { color: var(--quiet); }
section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
figure { margin: 0; }
.picture { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: .5rem; }
.picture svg { display: block; height: auto; min-width: 34rem; max-width: 100%; margin: 0 auto; }
.picture.narrow svg { min-width: 0; }
figcaption { margin-top: .6rem; color: var(--quiet); font-size: .94rem; }
.claim { margin: 1rem 0 0; padding: .75rem 1rem; background: var(--tint); border-radius: 6px; }
.claim p { margin: 0 0 .4rem; }
.number { font-weight: 600; color: var(--quiet); }
.badge { display: inline-block; padding: 0 .55em; border: 1px solid currentColor; border-radius: 1em; font-size: .85rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .9rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
thead th { color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 400; min-width: 7rem; }
td { min-width: 6rem; }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #333; --rule: #bbb; --tint: #fff; --good: #000; --bad: #000; --open: #000; --link: #000; }
  html { font-size: 10pt; } body { max-width: none; padding: 0; } nav { display: none; }
  figure, .claim, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .picture { border: 0; padding: 0; overflow: visible; } .picture svg { min-width: 0; } .claim { padding: .3rem 0; } }
`;
