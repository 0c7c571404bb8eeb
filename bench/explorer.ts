/**
 * How soon the explorer is there, and how soon a curve follows a knob, in a real Chromium (CHROME_PATH, or Debian's). Prints a table; exits 1
 * where the first picture takes more than 1.5 s, or a canonical redraw more than 100 ms at the 95th percentile. Run it on a quiet machine.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../model/canonical.ts";
import type { PointInput } from "../model/point.ts";
import { buildApp } from "../server/app.ts";
import { listen } from "../server/listen.ts";
import { ensurePages } from "../server/pages.ts";

const FIRST_PICTURE_MS = 1_500;
const REDRAW_MS = 100;
const LOADS = 10;
const MOVES = 60;
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"];

const one = (pool: PointInput["pool"], more: Partial<PointInput> = {}): PointInput => ({
  ...CANONICAL,
  stages: { kind: "uniform", count: 10 },
  pool,
  ...more,
});
interface Drag {
  readonly title: string;
  readonly point: PointInput;
  readonly curve: string;
  /** The slider that is moved, and between which of its own values. */ readonly slider: string;
  readonly isCanonical: boolean;
}
const FOUR = [MODEL_0, MODEL_1, MODEL_2, MODEL_3];
const DRAGS: readonly Drag[] = [
  { title: "tolerance, curve over K", point: one([MODEL_3]), curve: "stages.count", slider: "tolerance", isCanonical: true },
  { title: "tolerance, curve over M", point: one([MODEL_3]), curve: "stepBudget", slider: "tolerance", isCanonical: true },
  { title: "goal, curve over K", point: one([MODEL_3]), curve: "stages.count", slider: "goal", isCanonical: true },
  { title: "tolerance, curve over sigma", point: one([MODEL_3]), curve: "pool[0].sigma", slider: "tolerance", isCanonical: true },
  {
    title: "tolerance, four guided members",
    point: one(FOUR, { guidance: guided("aligned") }),
    curve: "stages.count",
    slider: "tolerance",
    isCanonical: false,
  },
];

const moves = (slider: string) => `(async () => {
  const slider = document.querySelector("#knob-${slider}-slider");
  const curve = document.querySelector(".curve");
  const figure = curve.querySelector("figure");
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const [least, most] = [Number(slider.min), Number(slider.max)];
  const times = [];
  for (let i = 0; i < ${MOVES}; i++) {
    const before = figure.dataset.drawn;
    const begun = performance.now();
    slider.value = String(least + (most - least) * (0.2 + 0.5 * i / ${MOVES}));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (figure.dataset.drawn === before || curve.dataset.whole !== "true") await frame();
    await frame();
    times.push(performance.now() - begun);
  }
  return times;
})()`;
const DRAWN = '.curve[data-whole="true"] figure[data-drawn] svg .mark-line path';

const quantile = (values: readonly number[], p: number) => values.toSorted((a, b) => a - b)[Math.ceil(p * values.length) - 1] as number;
const line = (cells: readonly string[]) => `${cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(9))).join("")}\n`;
const milliseconds = (values: readonly number[]) => [0.5, 0.95, 1].map((p) => quantile(values, p).toFixed(0));

async function firstPictures(browser: Browser, url: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < LOADS; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(`new MutationObserver(() => {
      if (!window.drawnAt && document.querySelector(${JSON.stringify(DRAWN)})) window.drawnAt = performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true })`);
    await page.goto(`${url}/explore`);
    await page.waitForSelector(DRAWN);
    times.push(await page.evaluate<number>("window.drawnAt"));
    await context.close();
  }
  return times;
}

async function redraws(browser: Browser, url: string, { point, curve, slider }: Drag): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}/explore?point=${encodeURIComponent(JSON.stringify(point))}&knob=${encodeURIComponent(curve)}`);
  await page.waitForSelector(DRAWN);
  await page.waitForTimeout(3_000); // the cards come, and ask their questions
  const times = await page.evaluate<number[]>(moves(slider));
  await context.close();
  return times;
}

const store = mkdtempSync(join(tmpdir(), "harness-lab-trial-"));
const app = await buildApp({ store, trials: join(store, "trials"), threads: 2, pages: await ensurePages() });
const { url } = await listen(app, "127.0.0.1", 0);
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium", args: ARGS });
let isMet = true;
try {
  process.stdout.write(line(["ms", "median", "95%", "longest"]));
  const first = await firstPictures(browser, url);
  isMet &&= quantile(first, 1) <= FIRST_PICTURE_MS;
  process.stdout.write(line([`first picture, ${LOADS} cold loads`, ...milliseconds(first)]));
  for (const drag of DRAGS) {
    const times = await redraws(browser, url, drag);
    if (drag.isCanonical) isMet &&= quantile(times, 0.95) <= REDRAW_MS;
    process.stdout.write(line([drag.title, ...milliseconds(times)]));
  }
} finally {
  await browser.close();
  await app.close();
  rmSync(store, { recursive: true, force: true });
}
process.exitCode = isMet ? 0 : 1;
