import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureAxis, pixelScale, sweepAxis } from "../../figures/axis.ts";
import { element, escaped, render } from "../../figures/markup.ts";
import { placeLabels } from "../../figures/placeLabels.ts";
import { FONT_FILES } from "../../figures/render.ts";
import { renumberIds } from "../../figures/svgIds.ts";
import { ADVANCES, textWidth } from "../../figures/textWidth.ts";

const SEED = 20_260_521;

describe("labels", () => {
  const size = { width: 265, height: 185 };
  const anchor = fc.record({
    x: fc.double({ min: 10, max: 255, noNaN: true }),
    y: fc.double({ min: 10, max: 175, noNaN: true }),
    text: fc.constantFrom("peak K = 17", "minimum r = 4"),
  });

  test("of up to three findings never meet each other and never leave the panel", () =>
    fc.assert(
      fc.property(fc.array(anchor, { minLength: 1, maxLength: 3 }), (anchors) => {
        const boxes = placeLabels(anchors, [], size).map((label) => label.box);
        for (const box of boxes) expect(box.left >= 0 && box.right <= size.width && box.top >= 0 && box.bottom <= size.height).toBe(true);
        boxes.forEach((a, i) => {
          for (const b of boxes.slice(i + 1))
            expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
        });
      }),
      { seed: SEED, numRuns: 60 },
    ));

  test("keep off a curve that leaves them room", () => {
    const curve = Array.from({ length: 89 }, (_, i) => ({ x: 3 * i, y: 100 }));
    const [{ box }] = placeLabels([{ x: 130, y: 100, text: "peak K = 17" }], curve, size);
    expect(box.bottom < 100 || box.top > 100).toBe(true);
  });
});

describe("axes", () => {
  const values = fc.array(
    fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1000),
    { minLength: 1, maxLength: 20 },
  );
  const kind = fc.constantFrom("linear" as const, "octave" as const, "decade" as const);
  test("hold every value, and ticks within their ends", () =>
    fc.assert(
      fc.property(values, kind, (data, asked) => {
        for (const axis of [sweepAxis(data, asked), measureAxis(data, asked)]) {
          const pixel = pixelScale(axis, [0, 200]);
          for (const value of data) expect(pixel(value) >= -1e-6 && pixel(value) <= 200 + 1e-6).toBe(true);
          for (const tick of axis.ticks) expect(tick >= axis.domain[0] && tick <= axis.domain[1]).toBe(true);
        }
      }),
      { seed: SEED, numRuns: 300 },
    ));
  test("counts are ticked at whole numbers", () => expect(sweepAxis([1, 2, 3, 4], "linear").ticks).toEqual([1, 2, 3, 4]));
  test("a sweep by powers of two is ticked at them", () => expect(sweepAxis([1, 3, 64], "octave").ticks).toEqual([1, 2, 4, 8, 16, 32, 64]));
  test("an axis without values is refused", () => expect(() => measureAxis([], "decade")).toThrow(/must have a value/));
});

describe("text width", () => {
  /** Advances as the shipped font's own tables give them (OpenType: head, hhea, cmap format 4, hmtx). */
  function fontAdvances(file: string): number[] {
    const font = readFileSync(file);
    const tables = new Map(
      Array.from(
        { length: font.readUInt16BE(4) },
        (_, i) => [font.toString("latin1", 12 + 16 * i, 16 + 16 * i), font.readUInt32BE(20 + 16 * i)] as const,
      ),
    );
    const at = (name: string) => tables.get(name) as number;
    const unitsPerEm = font.readUInt16BE(at("head") + 18);
    const cmap = at("cmap");
    const offsets = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) => cmap + font.readUInt32BE(cmap + 8 + 8 * i));
    const four = offsets.find((offset) => font.readUInt16BE(offset) === 4) as number;
    const double = font.readUInt16BE(four + 6);
    const glyphOf = (code: number) => {
      for (let s = 0; s < double; s += 2) {
        const [end, start] = [font.readUInt16BE(four + 14 + s), font.readUInt16BE(four + 16 + double + s)];
        if (code < start || code > end) continue;
        const place = four + 16 + 3 * double + s;
        const range = font.readUInt16BE(place);
        const glyph = range === 0 ? code : font.readUInt16BE(place + range + 2 * (code - start));
        return (glyph + font.readUInt16BE(four + 16 + 2 * double + s)) & 0xffff;
      }
      return 0;
    };
    return ADVANCES.map((_, i) => Math.round((1000 * font.readUInt16BE(at("hmtx") + 4 * glyphOf(32 + i))) / unitsPerEm));
  }
  test("the table is the shipped font's", () => expect(ADVANCES).toEqual(fontAdvances(FONT_FILES[0])));
  test("other characters count as wide", () => expect(textWidth("ε", 10)).toBeGreaterThan(textWidth("e", 10)));
});

describe("markup", () => {
  test("any text stays text", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"']|&(?!#\d+;)/);
        expect(render(element("p", { title: text }, text)).match(/</g)).toHaveLength(2);
      }),
      { seed: SEED, numRuns: 300 },
    ));
  test("what is markup already is not escaped again", () =>
    expect(render(element("g", {}, element("path", { d: "M0,0" })))).toBe('<g><path d="M0,0"/></g>'));
  test("ids are numbered by appearance, and text is left alone", () => {
    expect(renumberIds('<svg><clipPath id="clip7"/><g clip-path="url(#clip7)"/><text>id="clip7"</text></svg>')).toBe(
      '<svg><clipPath id="part-0"/><g clip-path="url(#part-0)"/><text>id="clip7"</text></svg>',
    );
  });
});
