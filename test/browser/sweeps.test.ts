import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { planOf } from "../../server/web/sweeps/plan.ts";
import { FIRST, linkToSweeps, type SweepState } from "../../server/web/sweeps/state.ts";
import { headlineSolver } from "../../theory/sharedAttempts.ts";
import { chromiumPath, expectAccessible, pages } from "./pages.ts";

/** Two stages of an agent with few steps: some tenths of a millisecond a point. */
const CHEAP: PointInput = {
  goal: 20,
  stages: { kind: "uniform", count: 2 },
  tolerance: 1,
  stepBudget: 5,
  retryBudget: 3,
  pool: [{ mu: 5, sigma: 2, min: 2, max: 8 }],
};
const MAP: SweepState = {
  ...FIRST,
  point: CHEAP,
  vary: { tolerance: { range: { from: 0.1, to: 6, count: 60 } }, "pool[0].mu": { range: { from: 2, to: 8, count: 60 } } },
};

const WHOLE = '.field[data-whole="true"]';
/** Waits for all points and their picture; other programs may have the processors meanwhile. */
const whole = (page: Page) => page.waitForSelector(WHOLE, { timeout: 40_000 });
const progressOf = (page: Page) =>
  page.$eval(".progress", (bar) => ({
    state: bar.getAttribute("data-state"),
    done: Number(bar.getAttribute("data-done")),
    handed: Number(bar.getAttribute("data-handed")),
    text: bar.textContent,
  }));
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

/** Rows of the picture's CSV, head first. */
async function csvOf(page: Page): Promise<string[][]> {
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "CSV").click()]);
  return readFileSync(await file.path(), "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
}

describe.skipIf(!chromiumPath)("Sweeps", () => {
  const explorer = pages();

  test("a map of 60 × 60 exact points is cancelled half-way and resumed: none is solved twice, all are right", async () => {
    const page = await explorer.open(linkToSweeps(MAP));
    // Cancelled by the page's own hand: on a busy machine a click from here could come when all is done.
    const said = await page.evaluate<string>(`(async () => {
      const bar = () => document.querySelector(".progress");
      while (!(Number(bar()?.dataset.done) > 900)) await new Promise((resolve) => setTimeout(resolve, 5));
      const text = bar().textContent;
      bar().querySelector("button").click();
      return text;
    })()`);
    expect(said).toMatch(/of 3,600 points/);
    expect(said).toMatch(/[\d,]+ a second · \d+ s left/);
    await page.waitForSelector('.progress[data-state="stopped"]');
    const stopped = await progressOf(page);
    expect(stopped.done).toBeLessThan(3_000);
    // What was handed out is told of, and nothing more comes.
    expect(stopped.handed).toBe(stopped.done);
    await page.waitForTimeout(300);
    expect(await progressOf(page)).toEqual(stopped);
    // The picture may be some tenths of a second behind what is solved.
    const cells = () => page.locator(".mark-rect path").count();
    await expect.poll(cells, { timeout: 20_000 }).toBeGreaterThan(500);
    expect(await cells()).toBeLessThan(3_600);

    await button(page, "resume").click();
    await whole(page);
    expect(await progressOf(page)).toMatchObject({ state: "done", done: 3_600, handed: 3_600 });

    const [head, ...rows] = await csvOf(page);
    expect(head).toEqual(["tolerance", "pool[0].mu", "status", "passRate", "finalBias", "reason"]);
    const plan = planOf(MAP);
    const solver = headlineSolver();
    const solved = rows.map((_, index) => solver(parsePoint(plan.pointAt(index))));
    // Exponentials of Node and of the browser differ in their last bit, so figures do; the solver itself is good to 1e-7.
    const isSame = (row: readonly string[], { passRate, finalBias }: (typeof solved)[number]) =>
      Math.abs(Number(row[3]) - passRate) < 1e-11 && Math.abs(Number(row[4]) - finalBias) < 1e-11 * CHEAP.goal;
    expect(rows.filter((row, index) => !isSame(row, solved[index] as (typeof solved)[number]))).toEqual([]);
    // A cell put one place aside would be seen.
    expect(rows.filter((row, index) => isSame(row, solved[index + 1] ?? { passRate: 2, finalBias: 0 }))).toEqual([]);

    // Another browser, which is never interrupted, has the same digits at every sixth place of both knobs.
    const every = (values: readonly number[]) => ({ values: values.filter((_, i) => i % 6 === 0) });
    const [across, up] = plan.axes.map(({ values }) => every(values));
    const vary = { tolerance: across, "pool[0].mu": up } as SweepState["vary"];
    const other = await explorer.open(linkToSweeps({ ...MAP, vary }));
    await whole(other);
    const [, ...coarse] = await csvOf(other);
    expect(coarse).toEqual(rows.filter((_, index) => plan.placesAt(index).every((place) => place % 6 === 0)));
    await other.context().close();

    // A reload finds all of it again.
    await page.reload();
    await whole(page);
    expect(await progressOf(page)).toMatchObject({ state: "done", done: 3_600, handed: 0 });
  });

  test("cells are read by keys and by pointer, and open in Explore; refused ones are crossed out and counted", async () => {
    const vary = { "stages.count": { values: [1, 2, 4] }, tolerance: { values: [1, 2, 6] } };
    const page = await explorer.open(linkToSweeps({ ...MAP, vary }));
    await whole(page);
    expect(await page.locator(".missing").textContent()).toMatch(
      /^1 place has no figures, crossed out; the first: tolerance must be below every request/,
    );
    const canvas = page.locator(".field .canvas");
    await canvas.focus();
    for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
    expect(await page.locator(".said").textContent()).toMatch(/^At stages K = 2, tolerance ε = 2: pass rate 0\.\d+, final bias/);
    await page.getByText("final bias", { exact: true }).first().click();
    expect(new URL(page.url()).searchParams.get("figure")).toBe("finalBias");
    await canvas.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/explore\?/);
    expect(JSON.parse(new URL(page.url()).searchParams.get("point") as string)).toMatchObject({ stages: { count: 2 }, tolerance: 2 });
    await page.goBack();
    await whole(page);
    const ground = await page.locator("svg .role-frame.root > g > path.background").boundingBox();
    if (!ground) throw new Error("there is no map");
    await page.mouse.click(ground.x + ground.width / 6, ground.y + (5 / 6) * ground.height);
    await page.waitForURL(/\/explore\?/);
    expect(JSON.parse(new URL(page.url()).searchParams.get("point") as string)).toMatchObject({ stages: { count: 1 }, tolerance: 1 });
  });

  test("a sweep is simulated on the server with intervals, goes on after a cancel, and two harnesses are compared", async () => {
    const vary = { retryBudget: { range: { from: 1, to: 12, step: 1 } } };
    const pins = [{ name: "one retry", point: { ...CHEAP, retryBudget: 1 } }];
    const page = await explorer.open(linkToSweeps({ ...MAP, vary, method: "simulate", runs: 1_000_000, pins }));
    await button(page, "start").click();
    // By the page's own hand, as above.
    await page.evaluate(`(async () => {
      const bar = () => document.querySelector(".progress");
      while (!(Number(bar()?.dataset.done) > 0)) await new Promise((resolve) => setTimeout(resolve, 5));
      bar().querySelector("button").click();
    })()`);
    await page.waitForSelector('.progress[data-state="stopped"]');
    expect((await progressOf(page)).done).toBeLessThan(12);
    await button(page, "resume").click();
    await whole(page);
    expect(await page.locator(".best").textContent()).toMatch(/\(1,000,000 runs, 95%: 0\.\d+ to [01]/);
    const [head] = await csvOf(page);
    expect(head?.slice(0, 6)).toEqual(["retryBudget", "status", "passRateMean", "passRateLow", "passRateHigh", "passRateCount"]);
    await button(page, /compare on 1,000,000 paired runs/).click();
    expect(await page.locator(".verdict").textContent()).toMatch(
      /^The present harness passes more often.*Exactly, the difference is \+0\.\d+\.$/,
    );
  });

  test("knobs, base and pins are steps that can be undone; what the model refuses is said, and stays out of the address", async () => {
    const page = await explorer.open(linkToSweeps({ ...MAP, vary: { tolerance: { range: { from: 0.5, to: 3, count: 6 } } } }));
    await whole(page);
    await button(page, "pin this curve").click();
    await button(page, "add a second knob").click();
    expect(Object.keys(JSON.parse(new URL(page.url()).searchParams.get("vary") as string))).toEqual(["tolerance", "stages.count"]);
    const link = page.url();
    await page.getByLabel("spacing of the knob across").selectOption("step");
    await page.locator("#axis-0-from").fill("9");
    await page.locator("#axis-0-from").press("Enter");
    expect(await page.locator(".axes .fault").textContent()).toMatch(/^vary\.tolerance\.range must hold at least one value/);
    expect(await page.locator(".field.stale").count()).toBe(1);
    for (let i = 0; i < 2; i++) await button(page, "undo").click();
    expect(await page.locator(".axes .fault").count()).toBe(0);
    await page.keyboard.press("Control+Shift+Z");
    expect(page.url()).toBe(link);
    await button(page, "reset").click();
    await whole(page);
    expect(await page.locator(".pin").count()).toBe(0);

    await page.getByText("sweep as a spec file").click();
    await page
      .getByLabel("the sweep as a spec")
      .fill(`base: ${JSON.stringify(CHEAP)}\nvary: {K: {field: stages.count, values: [1, 2]}}\nset: {goal: 10 * K}`);
    await button(page, "take this spec").click();
    expect(await page.locator(".beyond").textContent()).toMatch(/evaluates no expressions \(set\).*harness-lab sweep --no-store/s);
  });

  test("axe finds nothing serious in light or dark, nothing is wider than the screen, and the console stays empty", async () => {
    explorer.complaints();
    const vary = { "stages.count": { range: { from: 1, to: 4, step: 1 } }, tolerance: { range: { from: 1, to: 6, count: 5 } } };
    const pins = [{ name: "Model 3 and 2", point: { ...CHEAP, pool: [MODEL_3, MODEL_2] } }];
    const page = await explorer.open(linkToSweeps({ ...MAP, vary, pins }), { colorScheme: "light" });
    await whole(page);
    await page.getByText("main fields").click();
    await page.getByText("sweep as a spec file").click();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      await page.waitForTimeout(250);
      expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    }
    await page.getByLabel("remove the knob upwards").click();
    await whole(page);
    await expectAccessible(page);
    expect(explorer.complaints()).toEqual([]);
  });
});
