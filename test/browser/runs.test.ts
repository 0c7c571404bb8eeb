import { beforeAll, describe, expect, test } from "vitest";
import { TRIAL, TURNS, traced } from "../agents/exampleTrial.ts";
import { keep, LAB_MODEL, recordOf } from "../agents/keptTrials.ts";
import { chromiumPath, expectAccessible, pages } from "./pages.ts";

const HOSTILE = `</pre><script>parent.hacked=1;document.title="hacked"</script><img src=x onerror="top.hacked=1"><a href="javascript:top.hacked=1">press</a>`;
const task = { kind: "addition", goal: 100, tolerance: 2, stepBudget: 8, total: "shown" } as const;
const harness = (k: number) => ({ ...TRIAL.cell.harness, stages: { kind: "uniform" as const, count: k }, guidance: "none" as const });

describe.skipIf(!chromiumPath)("the Runs page", () => {
  const own = pages();

  test("without trials it says how to make some", async () => {
    const page = await own.open("/runs");
    await page.getByText("harness-lab agents demo --agent codex").waitFor();
    await expectAccessible(page);
    expect(own.complaints()).toEqual([]);
  });

  describe("with trials", () => {
    beforeAll(() => {
      for (const k of [1, 2, 5])
        for (const trial of [1, 2, 3])
          keep(own.trials, recordOf({ agent: "pi", source: LAB_MODEL, task, harness: harness(k), trial }, { passed: trial < 3 }));
      const [first, ...more] = TURNS;
      const said = { ...first, outcome: { ...first.outcome, events: [{ kind: "text" as const, text: HOSTILE }] } };
      const record = recordOf(
        { agent: "<b>codex</b>", trial: 9 },
        { status: "agent failed", reason: HOSTILE, startedAt: "2026-11-22T10:00:00.000Z" },
      );
      keep(own.trials, record, 1, { "trajectory.json": JSON.stringify(traced([said, ...more], record)) });
    });

    test("cells are listed and drawn; a trial is opened by keys, and its trace shows as text what an agent wrote", async () => {
      const page = await own.open("/runs");
      const cells = page.getByRole("region", { name: "list of cells" });
      await page.locator(".picture[data-drawn] svg").waitFor();
      expect(await cells.locator("tbody tr").count()).toBe(4);
      expect(await cells.textContent()).toContain("<b>codex</b>");
      expect(await cells.textContent()).toMatch(/0\.667 \(0\.094 to 0\.992\)/);
      expect(await cells.getByText("unknown").count()).toBeGreaterThan(0); // the cost
      expect(await cells.getByRole("link", { name: "open in Explore" }).count()).toBe(3);

      await cells.getByRole("button", { name: "open <b>codex</b>" }).press("Enter");
      const trials = page.getByRole("region", { name: "trials of the cell" });
      await trials.getByText("agent failed").waitFor();
      await trials.getByRole("button", { name: "open trial 9" }).press("Enter");
      const frame = page.frameLocator("iframe");
      await frame.getByText("parent.hacked=1").first().waitFor();
      expect(page.frames()).toHaveLength(2);
      expect(await page.locator("iframe").getAttribute("sandbox")).toBe("");
      expect(await frame.locator("script, img, a[href^='javascript']").count()).toBe(0);
      expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();

      // All of it stands in the address; Ctrl+Z closes the trial again.
      const link = new URL(page.url());
      expect(link.searchParams.get("trial")).toMatch(/^[0-9a-f]{64}\/1$/);
      const alone = await own.open(`/api/v1/trials/${link.searchParams.get("trial")}/trace`);
      await alone.getByText("parent.hacked=1").first().waitFor();
      expect(await alone.title()).toContain("codex");
      await page.keyboard.press("Control+z");
      await page.locator("iframe").waitFor({ state: "detached" });
      expect(own.complaints()).toEqual([]);
    });

    test.each([
      ["light", 1280],
      ["dark", 360],
    ] as const)("open, %s and %i px wide, it is accessible and does not scroll aside", async (colorScheme, width) => {
      const key = recordOf({ agent: "pi", source: LAB_MODEL, task, harness: harness(2), trial: 1 }).key;
      const page = await own.open(`/runs?agent=pi&trial=${key}/1&over=k&measure=finalBias`, {
        colorScheme,
        viewport: { width, height: 800 },
      });
      await page.locator(".picture[data-drawn] svg").waitFor();
      await page.frameLocator("iframe").getByText("The trial left no trace.").waitFor();
      await page.getByRole("button", { name: /^open pi, 2 equal/ }).click();
      await page.getByRole("region", { name: "trials of the cell" }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      expect(own.complaints()).toEqual([]);
    });
  });
});
