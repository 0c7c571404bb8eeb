import { describe, expect, test } from "vitest";
import { examplePoint } from "../examplePoint.ts";
import { chromiumPath, expectAccessible, pages } from "./pages.ts";

describe.skipIf(!chromiumPath)("Figures, Results and the cards of Explore", () => {
  const own = pages();

  test("figures are drawn with their claims, which all hold, and open in Explore at their point", async () => {
    const page = await own.open("/figures");
    await page.getByText("24 of 24 claims hold").waitFor({ timeout: 40_000 });
    await page.locator("article img").first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => (document.querySelector("article img") as HTMLImageElement).naturalWidth > 400, undefined, {
      timeout: 40_000,
    });
    const ofAgents = page.locator("#figure-9-agents");
    await ofAgents.getByText("No trials fit yet").waitFor();
    expect(await ofAgents.textContent()).toContain("harness-lab agents demo");
    await expectAccessible(page);
    await page.getByRole("searchbox").fill("no claim speaks of this");
    expect(await page.locator("article").count()).toBe(0);
    await page.getByRole("searchbox").fill("");
    await page.getByRole("link", { name: "Model 2", exact: true }).first().click();
    await page.locator("figure[data-drawn]").first().waitFor();
    expect(new URL(page.url()).searchParams.get("point")).toContain('"mu":8');
    expect(own.complaints()).toEqual([]);
  });

  test("the store is listed, two results are set against each other, and a link shows the same", async () => {
    const spec = { base: examplePoint, vary: { retryBudget: { values: [1, 2] } }, method: "both", runs: 2000 };
    const started = await fetch(`${own.url}/api/v1/jobs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind: "sweep", spec, detached: true }),
    });
    const { id } = (await started.json()) as { id: string };
    const state = async () => ((await (await fetch(`${own.url}/api/v1/jobs/${id}`)).json()) as { state: string }).state;
    while ((await state()) !== "done") await new Promise((resolve) => setTimeout(resolve, 50));

    const page = await own.open("/results");
    await page.locator("tbody tr").nth(3).waitFor();
    await page.getByLabel("method").selectOption("exact");
    await page.waitForFunction(() => document.querySelectorAll(".list tbody tr").length === 2);
    for (const row of [0, 1]) await page.locator(".list input[type=checkbox]").nth(row).click();
    await page.getByText("Second less first").waitFor();
    await page.locator("figure[data-drawn]").waitFor();
    await expectAccessible(page);
    const text = () => page.getByRole("region", { name: "differences" }).textContent();
    const said = await text();
    expect(said).toMatch(/passRate/);
    const other = await own.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await other.getByText("Second less first").waitFor();
    expect(await other.getByRole("region", { name: "differences" }).textContent()).toBe(said);
    expect(own.complaints()).toEqual([]);
  });

  test("the cards answer for the point, and the recommended harness can be taken", async () => {
    const page = await own.open("/explore");
    await page.getByRole("button", { name: "use it" }).waitFor({ timeout: 20_000 });
    for (const title of ["Where runs end", "What becomes of each stage", "Runs, step by step"]) {
      const card = page.getByRole("region", { name: title });
      await card.scrollIntoViewIfNeeded();
      await card.locator("figure[data-drawn]").waitFor();
    }
    await page.getByRole("region", { name: "What the theorems say here" }).scrollIntoViewIfNeeded();
    await page.getByText(/Theorem 3/).waitFor();
    await expectAccessible(page);
    const before = await page.locator("[data-figure=passRate]").getAttribute("data-value");
    await page.getByRole("button", { name: "use it" }).click();
    await page.waitForFunction((old) => {
      const now = document.querySelector("[data-figure=passRate]")?.getAttribute("data-value");
      return now && Number(now) > Number(old);
    }, before);
    expect(own.complaints()).toEqual([]);
  });
});
