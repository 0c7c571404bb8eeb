import { expect, test } from "vitest";
import type { ResultAnswer } from "../../server/api.ts";
import { overlayRows } from "../../server/web/results/overlay.ts";
import { linkOf, type ResultsState, stateOf, unfinished } from "../../server/web/results/state.ts";

test("filter, page and selection come back from the address; what does not fit is left out", () => {
  const state: ResultsState = { experiment: "retry", since: "2026-11-25", key: "00", offset: 50, selected: ["3fa94c0000000000"] };
  expect(stateOf(linkOf(state))).toEqual(state);
  expect(stateOf("?offset=-3&selected=zz,<b>&other=1")).toEqual({ offset: 0, selected: [] });
});

test("a key or a date that is still being typed is told of, and not asked for", () => {
  for (const filter of [{}, { key: "0a" }, { since: "2026-11-25" }, { since: "2026-11-25T08:30Z" }]) expect(unfinished(filter)).toBe("");
  for (const key of ["x", "0a ", ""]) expect(unfinished({ key })).toMatch(/hex digits/);
  for (const since of ["2026", "2026-13-45", "yesterday"]) expect(unfinished({ since })).toMatch(/written as 2026-11-25/);
});

test("an exact figure is drawn with its error, a simulated one with its interval", () => {
  const figures = [
    { figure: "passRate", value: 0.5, error: 0.01 },
    { figure: "finalBias", value: 4, low: 3.5, high: 4.6, count: 100 },
    { figure: "meanSteps", value: 9 },
  ];
  const rows = overlayRows([{ key: "abcdef01", name: "one", figures } as unknown as ResultAnswer]);
  expect(rows).toEqual([
    { result: "one abcdef", figure: "passRate", value: 0.5, low: 0.49, high: 0.51 },
    { result: "one abcdef", figure: "finalBias", value: 4, low: 3.5, high: 4.6 },
  ]);
});
