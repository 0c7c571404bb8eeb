/** Style of the theory pages: one column to read, formulas that scroll by themselves on a narrow screen. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c1c; --quiet: #57575a; --rule: #d9d9dc; --link: #0059a3; --tint: #f5f5f7; --mark: #fff3c4; }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --ink: #e8e8ea; --quiet: #a9aab0; --rule: #3a3c42; --link: #7fb8ff; --tint: #202227; --mark: #4a3f12; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.25rem 1rem 5rem; max-width: 48rem; background: var(--paper); color: var(--ink);
  font: 1.05rem/1.6 Charter, "Bitstream Charter", Georgia, "DejaVu Serif", serif; overflow-wrap: break-word; }
h1, h2, h3, nav { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.75rem 0 .75rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, div:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav { font-size: .9rem; line-height: 1.45; }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: 0; padding: 0 0 .75rem; list-style: none; border-bottom: 1px solid var(--rule); }
[aria-current] { color: var(--quiet); }
.contents ol { margin: 0; padding: .75rem 1rem .75rem 1rem; list-style: none; background: var(--tint); border-radius: 6px; }
.equation { display: flex; align-items: center; gap: .75rem; margin: 1.1rem 0; }
.equation:target { background: var(--mark); border-radius: 4px; box-shadow: 0 0 0 .4rem var(--mark); }
.formula { flex: 1; min-width: 0; overflow-x: auto; overflow-y: hidden; padding: .3rem 0; }
.formula .katex-display { margin: 0; }
.formula .katex-display > .katex { white-space: nowrap; }
.number { flex: none; color: var(--quiet); text-decoration: none; font-size: .95rem; }
.number:hover { text-decoration: underline; }
.tied { white-space: nowrap; }
.katex { font-size: 1.08em; }
code { font: .88em ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--tint); padding: .1em .3em; border-radius: 3px; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem 1rem; background: var(--tint); border-radius: 6px; line-height: 1.4; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
img { display: block; width: 100%; height: auto; margin: 1.25rem 0; border: 1px solid var(--rule); border-radius: 6px; background: #fff; }
.wide { overflow-x: auto; margin: 1.1rem 0; }
table { border-collapse: collapse; font-size: .93em; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem 1rem .3rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--rule); }
td, td code { overflow-wrap: normal; }
th { font-weight: 600; color: var(--quiet); }
li { margin: .25rem 0; }
ol, ul { padding-left: 1.4rem; }
blockquote { margin: 1rem 0; padding: 0 0 0 1rem; border-left: 3px solid var(--rule); color: var(--quiet); }
@media (max-width: 30rem) { body { font-size: 1rem; padding: .75rem .9rem 4rem; } h1 { font-size: 1.5rem; } .katex { font-size: 1.04em; } 
  .equation { flex-wrap: wrap; justify-content: flex-end; row-gap: 0; } .formula { flex-basis: 100%; } .number { font-size: .85rem; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #333; --link: #000; --tint: #fff; } body { max-width: none; padding: 0; font-size: 10.5pt; } nav { display: none; }
  .equation, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } .formula { overflow: visible; } }
`;
