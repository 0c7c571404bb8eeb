import { type RateRow, ratesOverRequests, type StoppingRow, stoppingFigure, THEOREM_DATA } from "../../../../figures/explore/theorems.ts";
import type { PointInput } from "../../../../model/point.ts";
import { requestsOf } from "../../../../model/requests.ts";
import type { StoppingHere } from "../../../../model/theorems.ts";
import type { OfWidth } from "../../picture/fittedPicture.ts";
import type { RequestPlace, SteeredPlace } from "../../solver/theorems.ts";
import { commandReading } from "../../state/command.ts";

/** P(ℓ) of a stage, and what theorem 1 allows. */
export function granularityPicture(point: PointInput, places: readonly RequestPlace[]): OfWidth {
  const names = ["exact", "at most, by theorem 1"] as const;
  const rows = places.flatMap(({ request, passRate, atMost }): RateRow[] => [
    { request, what: names[0], rate: passRate },
    { request, what: names[1], rate: atMost },
  ]);
  return (width) => ({
    name: "theorem-1",
    summary: `Pass rate of one stage over its request, exact and as theorem 1 bounds it, at ${places.length} requests.`,
    spec: (look) => ratesOverRequests("P(ℓ) of a stage", names, look, width),
    datasets: { [THEOREM_DATA.curves]: rows, [THEOREM_DATA.here]: askedOf(point, places, ({ passRate }) => passRate) },
    table: { columns: ["request", "passRate", "atMost"], rows: places as never },
    json: { point, places },
    command: oneStageSweep(point, places, {}),
  });
}

/** P(accepted) of an attempt, guided and unguided. */
export function guidancePicture(point: PointInput, places: readonly SteeredPlace[]): OfWidth {
  const names = ["guided", "unguided"] as const;
  const rows = places.flatMap(({ request, guided, unguided }): RateRow[] => [
    { request, what: names[0], rate: guided },
    { request, what: names[1], rate: unguided },
  ]);
  return (width) => ({
    name: "theorem-2",
    summary: `P(accepted) of one attempt over its request, guided and unguided, at ${places.length} requests.`,
    spec: (look) => ratesOverRequests("P(accepted)", names, look, width),
    datasets: { [THEOREM_DATA.curves]: rows, [THEOREM_DATA.here]: askedOf(point, places, ({ guided }) => guided) },
    table: { columns: ["request", "unguided", "guided"], rows: places as never },
    json: { point, places },
    command: oneStageSweep({ ...point, retryBudget: 1 }, places, { "guidance.kind": { values: ["none", point.guidance?.kind] } }),
  });
}

/** What one chunk more buys and costs, and the pass rate. */
export function stoppingPicture(point: PointInput, { chunk, chunkCost, stop, extents }: StoppingHere): OfWidth {
  const rows = extents.map(
    ({ chunks, marginalDrop, pays, passRate }): StoppingRow => ({
      chunks,
      drop: marginalDrop,
      verdict: pays ? "pays" : "does not pay",
      passRate,
    }),
  );
  const spec = {
    name: "theorem-3",
    base: { ...point, prune: 0, stages: { kind: "partial", chunk, chunks: 0 } },
    vary: { "stages.chunks": { values: rows.map(({ chunks }) => chunks) } },
  };
  return (width) => ({
    name: "theorem-3",
    summary: `What one chunk more of ${chunk} buys and costs over the chunks scaffolded, and the pass rate; the marginal rule stops at ${stop}.`,
    spec: (look) => stoppingFigure(look, width),
    datasets: {
      [THEOREM_DATA.extents]: rows,
      [THEOREM_DATA.cost]: chunkCost === undefined ? [] : [{ cost: chunkCost }],
      [THEOREM_DATA.stop]: [{ chunks: stop }],
    },
    table: { columns: ["chunks", "tail", "tailRisk", "marginalDrop", "pays", "passRate"], rows: extents as never },
    json: { point, chunk, chunkCost, stop, extents },
    command: commandReading("sweep --no-store --spec -", spec),
  });
}

/** The point's own requests that lie in the picture, each once, at the nearest place of the curve. */
function askedOf<P extends { readonly request: number }>({ stages, goal }: PointInput, places: readonly P[], rateOf: (place: P) => number) {
  return [...new Set(requestsOf(stages, goal))].map((request) => {
    const above = Math.max(
      1,
      places.findIndex((place) => place.request >= request),
    );
    const [a, b] = [places[above - 1] as P, places[above] as P];
    const share = Math.min(1, Math.max(0, (request - a.request) / (b.request - a.request)));
    return { request, rate: rateOf(a) + share * (rateOf(b) - rateOf(a)) };
  });
}

/** A harness of one stage whose goal is the request: its pass rate is P(ℓ). */
function oneStageSweep(point: PointInput, places: readonly { readonly request: number }[], vary: object): string {
  const [from, to] = [places[0]?.request, places.at(-1)?.request];
  const base = { ...point, prune: 0, stages: { kind: "uniform", count: 1 } };
  const spec = { name: "stage", base, vary: { ...vary, goal: { range: { from, to, count: places.length } } } };
  return commandReading("sweep --no-store --spec -", spec);
}
