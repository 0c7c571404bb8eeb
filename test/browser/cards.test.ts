import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import { examplePoint } from "../examplePoint.ts";
import { chromiumPath, expectAccessible, pages } from "./pages.ts";

const linkTo = (changes: object) => `/explore?point=${encodeURIComponent(JSON.stringify({ ...examplePoint, ...changes }))}`;
const CARDS = [
  "The recommended harness",
  "Where runs end",
  "What becomes of each stage",
  "Runs, step by step",
  "What the theorems say here",
];

/** Each card, once it is seen, has answered and is not at work. */
async function answered(page: Page): Promise<void> {
  const cards = page.locator(".panels > .card");
  await cards.nth(CARDS.length - 1).waitFor();
  for (let i = 0; i < CARDS.length; i++) {
    await cards.nth(i).scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (place) => {
        const card = document.querySelectorAll(".panels > .card")[place];
        return card && !card.ariaBusy && card.querySelector(".answer")?.textContent !== "…";
      },
      i,
      { timeout: 30_000 },
    );
  }
}
const textOf = (page: Page, title: string) => page.getByRole("region", { name: title, exact: true }).textContent();

describe.skipIf(!chromiumPath)("cards of the Explore page", () => {
  const own = pages();

  test("the law is shown as density or distribution, runs are drawn again; both stand in the link and are undone", async () => {
    const page = await own.open(linkTo({}));
    await answered(page);
    await page.getByText("distribution function").click();
    await page.locator(".panels").getByText("P(X at most x)").waitFor();
    const fan = page.getByRole("region", { name: "Runs, step by step" });
    await fan.getByRole("button", { name: "draw again" }).click();
    await fan.getByText("seed explore-2").waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("law"), searchParams.get("seed")]).toEqual(["distribution", "explore-2"]);
    const said = await textOf(page, "Runs, step by step");
    const other = await own.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await answered(other);
    expect(await textOf(other, "Runs, step by step")).toBe(said);
    await other.locator(".panels").getByText("P(X at most x)").waitFor();
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.locator(".panels").getByText("P per unit of work").waitFor();
    await fan.getByText("seed explore", { exact: true }).waitFor();
    expect(own.complaints()).toEqual([]);
  });

  test.each([
    [
      "a tolerance of 0",
      { tolerance: 0 },
      [/No harness can be recommended, since .*tolerance of 0/, /never passed/, /none can, with any luck/],
    ],
    [
      "a request out of reach, runs that stop, a pruned pool",
      {
        stages: { kind: "explicit", requests: [10, 2.5, 87.5] },
        onUnrecovered: "abort",
        pool: [MODEL_1, MODEL_2, MODEL_3],
        prune: 1,
        tolerance: 1,
      },
      [/Pruning is the present harness's own/, /The last stage is begun in 0% of the runs/, /request of stage 2 cannot be met/],
    ],
    ["10,000 stages", { goal: 1e5, stages: { kind: "uniform", count: 10_000 } }, [/Of 10,000 stages \d\d are drawn/, /Only \d+ are drawn/]],
  ])("%s is told as it is, and breaks no card", async (_, changes, sentences) => {
    const page = await own.open(linkTo(changes));
    await answered(page);
    const text = await page.locator(".panels").textContent();
    for (const sentence of sentences) expect(text).toMatch(sentence);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(await page.locator(".panels p.fault").count()).toBe(0);
    expect(own.complaints()).toEqual([]);
  });

  test("a question that takes long gives way to the next; a narrow dark page is accessible and does not scroll aside", async () => {
    const narrow = { viewport: { width: 360, height: 800 }, colorScheme: "dark" as const };
    const steered = { pool: [MODEL_1, MODEL_2, MODEL_3], guidance: { kind: "aligned", strength: 3 } };
    // Wide requests far beyond a step take the solver some seconds.
    const page = await own.open(linkTo({ goal: 1e6, stages: { kind: "uniform", count: 10 }, tolerance: 100, stepBudget: 1000 }), narrow);
    await page.locator(".panels .card").first().scrollIntoViewIfNeeded();
    await page.locator(".panels .card[aria-busy=true]").first().waitFor();
    const next = linkTo(steered);
    await page.evaluate((address) => {
      const link = document.createElement("a");
      link.href = address;
      document.body.append(link);
      link.click();
      link.remove();
    }, next);
    await answered(page);
    expect(await textOf(page, "What the theorems say here")).toMatch(/retention gap is Γ = /);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    expect(own.complaints()).toEqual([]);
  });
});
