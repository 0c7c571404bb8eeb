import { expect, test } from "vitest";
import type { ResultAnswer } from "../../server/api.ts";
import { overlayRows } from "../../server/web/results/overlay.ts";
import { linkOf, type ResultsState, stateOf } from "../../server/web/results/state.ts";

test("filter, page and selection come back from the address; what does not fit is left out", () => {
  const state: ResultsState = { experiment: "retry", since: "2026-11-25", key: "00", offset: 50, selected: ["3fa94c0000000000"] };
  expect(stateOf(linkOf(state))).toEqual(state);
  expect(stateOf("?offset=-3&selected=zz,<b>&other=1")).toEqual({ offset: 0, selected: [] });
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
