import { describe, expect, test } from "vitest";
import { FORMULAS } from "../../theory/formulas.ts";
import { formulasOf, texOf, theoryPages, withFormulas } from "../../tools/theoryPages.ts";

describe("pages of theory", () => {
  test.each(theoryPages())("$path is what its formulas generate", ({ text }) => expect(withFormulas(text)).toBe(text));

  test("no formula stands in two pages", () => {
    const shown = theoryPages().flatMap(({ text }) => formulasOf(text));
    expect(shown.toSorted()).toEqual([...new Set(shown)].toSorted());
  });

  test.each(Object.keys(FORMULAS))("%s has TeX with balanced braces", (id) => {
    const tex = texOf(FORMULAS[id]);
    const depth = [...tex].reduce((at, letter) => at + (letter === "{" ? 1 : letter === "}" ? -1 : 0), 0);
    expect([depth, tex.match(/\\left/g)?.length]).toEqual([0, tex.match(/\\right/g)?.length]);
  });
});

describe("the generator", () => {
  const page = "Before.\n\n<!-- formula T3.1 -->\nanything\n<!-- /formula -->\n\nAfter.\n";
  test("writes TeX between the marks and leaves the rest", () =>
    expect(withFormulas(page)).toBe(
      "Before.\n\n<!-- formula T3.1 -->\n$$\n\\mathrm{pass}(r) = {P}^{r} \\, Q \\tag{T3.1}\n$$\n<!-- /formula -->\n\nAfter.\n",
    ));
  test("is idempotent", () => expect(withFormulas(withFormulas(page))).toBe(withFormulas(page)));
  test("refuses an unknown formula by name", () => expect(() => withFormulas(page.replace("T3.1", "T9.9"))).toThrow(/no formula T9\.9/));
  test("refuses a block without an end", () => expect(() => withFormulas(page.replace("<!-- /formula -->", ""))).toThrow(/no end/));
  test("refuses a name without TeX", () =>
    expect(() => texOf({ left: "v", right: "nameless + 1", words: "" })).toThrow(/no TeX for nameless/));
});
