import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath, expectAccessible, pages } from "./pages.ts";

/** A curve that is whole, of the present point. */
const DRAWN = '.curve[data-whole="true"] figure[data-drawn] svg .mark-line path';
/** Figures of the point that are there and belong to it. */
const FIGURES = ".figures:not(.stale) [data-figure]";
const tolerance = (page: Page) => page.getByRole("spinbutton", { name: "tolerance ε" });
const stages = (page: Page) => page.getByRole("spinbutton", { name: "stages K" });
/** The point that the address holds. */
async function pointOf(page: Page) {
  const search = await page.evaluate<string>("location.search");
  return JSON.parse(new URLSearchParams(search).get("point") as string);
}

async function digitsOf(page: Page): Promise<Record<string, string>> {
  await page.waitForSelector(FIGURES);
  return page.$$eval(FIGURES, (found) =>
    Object.fromEntries(found.map((element) => [element.getAttribute("data-figure"), element.getAttribute("data-value")])),
  );
}

/** Sixty moves of a knob, the whole redrawn curve of each awaited: how many different curves were seen. */
const SIXTY_MOVES = `(async () => {
      const slider = document.querySelector("#knob-tolerance-slider");
      const curve = document.querySelector(".curve");
      const figure = curve.querySelector("figure");
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const shapes = new Set();
      for (let i = 0; i < 60; i++) {
        const before = figure.dataset.drawn;
        slider.value = String(0.5 + 0.06 * i);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        while (figure.dataset.drawn === before || curve.dataset.whole !== "true") await frame();
        await frame();
        shapes.add(figure.querySelectorAll(".mark-line path")[1].getAttribute("d"));
      }
      return { shapes: shapes.size };
    })()`;

describe.skipIf(!chromiumPath)("Explore", () => {
  const explorer = pages();

  test("redraws the whole curve at every move of a knob, also amid a fast drag, and comes to rest", async () => {
    const page = await explorer.open("/explore");
    await digitsOf(page);
    await page.waitForSelector(".panels .card");
    const { shapes } = await page.evaluate<{ shapes: number }>(SIXTY_MOVES);
    // Each move was another curve. How long it took is measured by `npm run trial:explorer`, on a quiet machine.
    expect(shapes).toBeGreaterThan(50);

    const drag = await page.evaluate<{ redrawn: number }>(`(async () => {
      const slider = document.querySelector("#knob-tolerance-slider");
      const figure = document.querySelector(".curve figure");
      const before = Number(figure.dataset.drawn);
      for (let i = 0; i < 60; i++) {
        slider.value = String(4.2 - 0.05 * i);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 16));
      }
      const last = document.querySelector("#knob-tolerance").value;
      const redrawn = Number(figure.dataset.drawn) - before;
      while (document.querySelector("[data-figure=passRate]").closest(".figures").matches(".stale")) await new Promise((resolve) => setTimeout(resolve, 5));
      return { redrawn, last };
    })()`);
    expect(drag.redrawn).toBeGreaterThanOrEqual(2);
  });

  test("a link opened in another browser shows the same figures to the last digit", async () => {
    const page = await explorer.open("/explore");
    await tolerance(page).fill("2.7182818284590451");
    await tolerance(page).press("Enter");
    await page.getByRole("button", { name: "pin this curve" }).click();
    await page.waitForTimeout(200);
    const mine = await digitsOf(page);
    const other = await explorer.open(new URL(page.url()).pathname + new URL(page.url()).search);
    expect(await digitsOf(other)).toEqual(mine);
    expect(Object.keys(mine)).toHaveLength(6);
    expect(mine.passRate).toMatch(/^0\.\d{14,}$/);
    expect(await other.getByLabel("name of pinned curve 1").inputValue()).toContain("ε = 2.7183");
    expect(await digitsOf(await explorer.open("/explore"))).not.toEqual(mine);
  });

  test("every step can be undone and redone, by buttons and keys", async () => {
    const page = await explorer.open("/explore");
    await page.getByLabel("start from a figure of the paper").selectOption({ label: "Model 1, over stages (figures 2a, 2d)" });
    expect(await stages(page).inputValue()).toBe("17");
    await stages(page).fill("12");
    await stages(page).press("Enter");
    await page.getByRole("button", { name: "undo" }).click();
    expect(await stages(page).inputValue()).toBe("17");
    await page.keyboard.press("Control+z");
    expect(await stages(page).inputValue()).toBe("10");
    await page.keyboard.press("Control+Shift+Z");
    await page.getByRole("button", { name: "redo" }).click();
    expect(await stages(page).inputValue()).toBe("12");
    expect((await pointOf(page)).stages.count).toBe(12);
    await page.getByRole("button", { name: "reset" }).click();
    expect((await pointOf(page)).stages.count).toBe(10);
  });

  test("ruler and densities are moved by keys, and by the pointer", async () => {
    const page = await explorer.open("/explore");
    for (const kind of ["explicit", "uniform", "partial", "explicit"]) {
      await page.getByText(kind, { exact: true }).click();
      // Each kind has other knobs: the one that is named is the one that is drawn.
      expect(await page.locator("#curve-knob").inputValue()).toBe(new URL(page.url()).searchParams.get("knob"));
    }
    const requests = async () => (await pointOf(page)).stages.requests as number[];
    const second = page.getByRole("slider", { name: "subgoal 2", exact: true });
    await second.focus();
    await page.keyboard.press("ArrowRight");
    expect((await requests()).slice(0, 3)).toEqual([10, 10.5, 9.5]);
    await page.keyboard.press("Enter");
    expect((await requests()).slice(0, 4)).toEqual([10, 5.25, 5.25, 9.5]);
    await page.keyboard.press("Delete");
    expect((await requests()).slice(0, 3)).toEqual([10, 10.5, 9.5]);
    const grip = (await second.boundingBox()) as { x: number; y: number; width: number; height: number };
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 6, y);
    await page.mouse.move(x + 8, y);
    await page.mouse.up();
    const dragged = await requests();
    expect(dragged[1]).toBeGreaterThan(11);
    expect((dragged[1] as number) + (dragged[2] as number)).toBeCloseTo(20, 9);

    await page.getByRole("slider", { name: "mean μ of member 1" }).focus();
    await page.keyboard.press("Shift+ArrowLeft");
    expect((await pointOf(page)).pool[0].mu).toBeLessThan(10);
    await page.getByRole("slider", { name: "deviation σ of member 1" }).focus();
    await page.keyboard.press("ArrowUp");
    expect((await pointOf(page)).pool[0].sigma).toBeGreaterThan(6);
  });

  test("a refused value is said beside its field while the last sound picture stays, greyed", async () => {
    const page = await explorer.open("/explore");
    const before = await digitsOf(page);
    const link = page.url();
    const curve = () => page.getAttribute(".curve figure svg .mark-line path", "d");
    const drawn = await curve();
    await tolerance(page).pressSequentially("5"); // 25 is refused, or 52, but 5 alone would not be
    await tolerance(page).fill("50");
    await tolerance(page).press("Enter");
    // All cards show one point: that of the last step, not that of a keystroke.
    await expect.poll(curve).toBe(drawn);
    expect(await digitsOf(page)).toEqual(before);
    const said = page.locator(".knob", { has: tolerance(page) }).getByRole("alert");
    expect(await said.textContent()).toBe("tolerance must be below every request (stages asks 10), got 50");
    expect(await tolerance(page).getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator(".curve.stale").count()).toBe(1);
    expect(page.url()).toBe(link);
    await page.keyboard.press("Control+z");
    expect(await said.count()).toBe(0);
    await tolerance(page).fill("");
    expect(await said.textContent()).toBe("tolerance must be a number");
    await tolerance(page).blur();
    expect([await said.count(), await tolerance(page).inputValue()]).toEqual([0, "2"]);
    expect(await digitsOf(page)).toEqual(before);
  });

  test("a bad link says what is wrong with it; a pasted point is taken, a bad one refused in words", async () => {
    const page = await explorer.open("/explore?point=%7B%22goal%22%3A-1%7D&knob=colour");
    await page.waitForSelector(DRAWN);
    expect(await page.locator(".bad-link").textContent()).toMatch(/goal.*; knob must be one of/);
    await page.getByText("point as JSON").click();
    const text = page.getByLabel("the point as JSON");
    const point = JSON.parse(await text.inputValue());
    await text.fill(JSON.stringify({ ...point, stages: { kind: "partial", chunk: 10, chunks: 4 } }));
    await page.getByRole("button", { name: "take this point" }).click();
    expect((await pointOf(page)).stages).toEqual({ kind: "partial", chunk: 10, chunks: 4 });
    await text.fill('{"goal": 100');
    await page.getByRole("button", { name: "take this point" }).click();
    expect(await page.locator(".notice").textContent()).toMatch(/^point must be JSON/);
  });

  test("a point that would take minutes is said to be slow, and gives way to the next", async () => {
    // Three of twenty members pruned: 1,140 pools of seventeen for each place of the curve.
    const pool = Array.from({ length: 20 }, (_, i) => ({ mu: i + 1, sigma: 1, min: i + 0.5, max: i + 2 }));
    const task = { goal: 100, stages: { kind: "uniform", count: 1 }, tolerance: 2, stepBudget: 8, retryBudget: 5 };
    const point = { ...task, pool, prune: 3, guidance: { kind: "aligned", strength: 1 } };
    const page = await explorer.open(`/explore?point=${encodeURIComponent(JSON.stringify(point))}`);
    await page.getByText("The curve is being solved; this point takes a while.").waitFor();
    await page.getByRole("button", { name: "reset" }).click();
    await page.waitForSelector(DRAWN);
    expect(Object.keys(await digitsOf(page))).toHaveLength(6);
  });

  test.each(["light", "dark"] as const)("axe finds nothing serious in %s, and the console stays empty", async (colorScheme) => {
    explorer.complaints();
    const page = await explorer.open("/explore", { colorScheme });
    await page.getByText("explicit", { exact: true }).click();
    await page.getByRole("button", { name: "add a member" }).click();
    await page.getByRole("button", { name: "pin this curve" }).click();
    await tolerance(page).fill("3");
    await digitsOf(page);
    await page.waitForSelector(".panels .card");
    await expectAccessible(page);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.waitForTimeout(300);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(explorer.complaints()).toEqual([]);
  });
});
