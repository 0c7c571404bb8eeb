import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Compile } from "typebox/schema";
import type { TopLevelSpec } from "vega-lite";
import { beforeAll, describe, expect, test } from "vitest";
import { fanSvg } from "../../figures/fan.ts";
import { FIGURES } from "../../figures/paperFigures.ts";
import { FONT_FILES, type RenderedFigure, raster, renderFigure } from "../../figures/render.ts";
import { FigureWarning } from "../../figures/strictLogger.ts";
import { hashAll } from "./drawAll.ts";
import { plausibleResults } from "./plausible.ts";
import { plausibleRuns } from "./plausibleRuns.ts";

const results = plausibleResults();
const drawn = new Map<string, RenderedFigure>();
beforeAll(async () => {
  for (const figure of FIGURES) drawn.set(figure.id, await renderFigure(figure.spec(results)));
});
const svgOf = (id: string) => drawn.get(id)?.svg ?? "";

/** Pixels darker than mid grey: labels, axes and the darker curves. */
function darkPixels(svg: string, fontFiles: readonly string[]): number {
  const { pixels } = raster(svg, fontFiles);
  let dark = 0;
  for (let i = 0; i < pixels.length; i += 4) dark += Number(pixels[i] + pixels[i + 1] + pixels[i + 2] < 3 * 128);
  return dark;
}

describe("specifications", () => {
  const schemaFile = createRequire(import.meta.url).resolve("vega-lite/vega-lite-schema.json");
  const schema = Compile(JSON.parse(readFileSync(schemaFile, "utf8")));
  const asJson = (id: string) => JSON.parse(drawn.get(id)?.vegaLite ?? "null");

  test.each(FIGURES.map((figure) => figure.id))("%s fits Vega-Lite's own schema", (id) => expect(schema.Check(asJson(id))).toBe(true));

  test("the schema has teeth", () => expect(schema.Check({ ...asJson("figure-5"), vconcat: [{ mark: "nonsense" }] })).toBe(false));

  test("panels of pass rate in one figure share their axis", () => {
    const domains = asJson("figure-2")
      .vconcat[1].concat.slice(0, 3)
      .map((panel: { layer: { encoding: { y: { scale: { domain: number[] } } } }[] }) => panel.layer[1].encoding.y.scale.domain);
    expect(domains).toEqual([domains[0], domains[0], domains[0]]);
  });

  test("they hold their data: nothing is fetched", () => {
    for (const { vegaLite } of drawn.values()) expect(vegaLite).not.toMatch(/"url"/);
  });

  test("a warning is an error", async () => {
    // Vega-Lite drops `zero` from a logarithmic scale and says so.
    const y = { field: "y", type: "quantitative", scale: { type: "log", zero: true } };
    const spec = { data: { values: [{ y: 1 }] }, mark: "point", encoding: { y } } as unknown as TopLevelSpec;
    await expect(renderFigure(spec)).rejects.toThrow(FigureWarning);
  });

  test("a picture that asks for outside data is refused", async () => {
    const spec = { data: { url: "https://example.org/data.json" }, mark: "point" } as unknown as TopLevelSpec;
    await expect(renderFigure(spec)).rejects.toThrow(/data/);
  });

  test("a missing result is named", () => {
    const without = new Map([...results].filter(([id]) => id !== "guidance"));
    expect(() => FIGURES[0].spec(without)).toThrow(/must hold the experiment guidance/);
  });
});

describe("pictures", () => {
  const fan = fanSvg(plausibleRuns(20), { goal: 100, tolerance: 2 });
  const texts = (svg: string) => (svg.match(/<text/g) ?? []).length;

  test.each([...FIGURES.map((figure) => figure.id), "fan"])("%s shows its text", (id) => {
    const svg = id === "fan" ? fan : svgOf(id);
    // A character at 2x covers some 40 dark px; a lost font takes them all, the axes and curves stay.
    const gained = darkPixels(svg, FONT_FILES) - darkPixels(svg, []);
    expect(gained).toBeGreaterThan(40 * texts(svg));
  });

  test("the text check has teeth: a picture whose text is transparent gains nothing", () => {
    const mute = fan.replace(/<text /g, '<text opacity="0" ');
    expect(darkPixels(mute, FONT_FILES) - darkPixels(mute, [])).toBe(0);
  });

  test("the axes carry words, symbol and unit", () => {
    for (const words of [
      "number of stages K",
      "size of the action pool n",
      "scaffolded chunks r",
      "pass rate",
      "final bias (units of work)",
    ])
      expect(svgOf("figure-2")).toContain(words);
    expect(svgOf("figure-6")).toContain("tolerance ε (units of work)");
    for (const letter of "abcdef") expect(svgOf("figure-2")).toContain(`>(${letter}) `);
  });

  test("the same bytes in this process and in another", async () => {
    const here = await hashAll();
    const script = fileURLToPath(new URL("./drawAll.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, "--print"]);
    expect(stdout.trim().split("\n")).toEqual(here);
    expect(await hashAll()).toEqual(here);
  });
});
