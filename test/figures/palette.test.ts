import { lab, rgb } from "d3";
import { describe, expect, test } from "vitest";
import { styleCurves } from "../../figures/curveStyle.ts";
import { CURVE_STYLES, PAPER } from "../../figures/theme.ts";

// Machado, Oliveira and Fernandes (2009), full severity, on linear light.
const VISION = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;
type Vision = keyof typeof VISION;

const linear = (channel: number) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
const encoded = (light: number) => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055);

function seen(color: string, vision: Vision): string {
  const { r, g, b } = rgb(color);
  const light = [r, g, b].map(linear);
  const [red, green, blue] = VISION[vision].map((row) => encoded(Math.max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2])));
  return rgb(red, green, blue).formatRgb();
}

/** Distance in CIELAB (ΔE 1976); about 2 is just noticeable side by side. */
function distance(a: string, b: string, vision: Vision): number {
  const [x, y] = [lab(seen(a, vision)), lab(seen(b, vision))];
  return Math.hypot(x.l - y.l, x.a - y.a, x.b - y.b);
}

function leastDistance(colors: readonly string[], vision: Vision): number {
  return Math.min(...colors.flatMap((a, i) => colors.slice(i + 1).map((b) => distance(a, b, vision))));
}

/** Thin lines seen apart from each other, not side by side: some ten times what is just noticeable. */
const WITHIN_PANEL = 25;
const WITHIN_FIGURE = 12;
const colors = CURVE_STYLES.map((style) => style.color);

describe.each(Object.keys(VISION) as Vision[])("to %s eyes", (vision) => {
  test("curves of one panel differ", () => {
    expect(leastDistance(colors.slice(0, 3), vision)).toBeGreaterThan(WITHIN_PANEL);
    expect(leastDistance(colors.slice(3, 6), vision)).toBeGreaterThan(WITHIN_PANEL);
  });
  test("curves of one figure differ", () => expect(leastDistance(colors, vision)).toBeGreaterThan(WITHIN_FIGURE));
});

test("the distance has teeth: a red and a green alike in lightness pass for normal eyes only", () => {
  const pair = ["#c0392b", "#5b8c1a"];
  expect(leastDistance(pair, "normal")).toBeGreaterThan(WITHIN_PANEL);
  expect(leastDistance(pair, "deutan")).toBeLessThan(WITHIN_PANEL);
});

// WCAG 2.2, 1.4.11: graphics need 3:1.
test("every colour stands out from the paper", () => {
  const luminance = (color: string) => {
    const { r, g, b } = rgb(color);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const contrast = (color: string) => (luminance(PAPER) + 0.05) / (luminance(color) + 0.05);
  for (const color of colors) expect(contrast(color), color).toBeGreaterThan(3);
});

describe("without colour", () => {
  const look = ({ dash, shape }: (typeof CURVE_STYLES)[number]) => `${dash} ${shape}`;
  test.each([
    ["agents", ["Model 1", "Model 2", "Model 3"]],
    ["guidance rules", ["aligned", "misaligned", "none"]],
    ["names not known beforehand", ["one", "two", "three", "four", "five"]],
  ])("%s differ in dash or shape", (_, names) => {
    const looks = [...styleCurves(names).values()].map(look);
    expect(new Set(looks).size).toBe(names.length);
  });
  test("dashes and shapes each differ within a panel", () => {
    for (const styles of [CURVE_STYLES.slice(0, 3), CURVE_STYLES.slice(3, 6)]) {
      expect(new Set(styles.map((style) => String(style.dash))).size).toBe(3);
      expect(new Set(styles.map((style) => style.shape)).size).toBe(3);
    }
  });
});

describe("handing out styles", () => {
  test("a known name keeps its look whoever else is there", () => {
    expect(styleCurves(["x", "Model 3"]).get("Model 3")).toBe(styleCurves(["Model 3"]).get("Model 3"));
  });
  test("names of object members are names like any other", () => expect(styleCurves(["constructor", "toString"]).size).toBe(2));
  test("more names than can be told apart are refused", () => {
    const names = Array.from({ length: 9 }, (_, i) => `curve ${i}`);
    expect(() => styleCurves(names)).toThrow(/at most 8 curve names, got 9/);
  });
});
