import type { Curve, CurvePoint, ExperimentResult, Finding, Measure } from "../../model/experiment.ts";

/**
 * Made-up results with the shapes that the model's own have, so that figures can be drawn and judged without solving
 * anything. The numbers mean nothing; only peaks, gaps and spans are chosen with care.
 */

/** Runs that the pretended simulation had; intervals are about as wide as theirs. */
const RUNS = 2000;

type Shape = (at: number) => number;
interface CurveShape {
  readonly name: string;
  readonly shapes: Readonly<Partial<Record<Measure, Shape>>>;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const powers = range(0, 6).map((i) => 2 ** i);
/** A deterministic stand-in for chance, in [-1, 1]. */
const wobble = (at: number, salt: number) => Math.sin(at * 12.9898 + salt * 78.233);

/** A peak at `mode`: a slow fall on a log scale before it, and its own fall after it. */
const peak =
  (mode: number, height: number, before: number, after: number): Shape =>
  (at) =>
    height * Math.exp(-(Math.log(at / mode) ** 2) * (at < mode ? before : after));
const rise =
  (from: number, to: number, rate: number): Shape =>
  (at) =>
    from + (to - from) * (1 - Math.exp(-rate * at));

function curve({ name, shapes }: CurveShape, ats: readonly number[]): Curve {
  const points = ats.map((at, i): CurvePoint => {
    const exact: Record<string, CurvePoint["exact"][Measure]> = {};
    const simulated: Record<string, CurvePoint["simulated"][Measure]> = {};
    for (const [measure, shape] of Object.entries(shapes)) {
      const value = shape(at);
      const half = measure === "finalBias" ? (1.96 * 0.8 * value) / Math.sqrt(RUNS) : 1.96 * Math.sqrt((value * (1 - value) + 1e-3) / RUNS);
      const mean = value + 0.6 * half * wobble(i, name.length);
      exact[measure] = { value, error: 1e-9 };
      const clip = (x: number) => (measure === "finalBias" ? x : Math.min(1, Math.max(0, x)));
      simulated[measure] = { mean: clip(mean), low: clip(mean - half), high: clip(mean + half), count: RUNS };
    }
    return { at, exact, simulated };
  });
  return { name, points };
}

/** The largest (or smallest) point of a curve, as experiments report it. */
function extreme(from: Curve, measure: Measure, sign: 1 | -1, words: string, symbol: string): Finding {
  const best = from.points.reduce((a, b) =>
    sign * (b.exact[measure]?.value ?? -Infinity) > sign * (a.exact[measure]?.value ?? -Infinity) ? b : a,
  );
  return { curve: from.name, measure, at: best.at, value: best.exact[measure]?.value ?? 0, label: `${words} ${symbol} = ${best.at}` };
}

function result(
  id: string,
  sweep: ExperimentResult["sweep"],
  curves: readonly Curve[],
  findings: readonly Finding[],
  figures: readonly string[] = ["2"],
): ExperimentResult {
  return {
    id,
    figures,
    title: id,
    sweep,
    curves,
    findings,
    claims: [
      {
        id: `${id}-shape`,
        figure: figures[0] as string,
        statement: `The curves of ${id} have the shape that the caption says.`,
        holds: true,
        evidence: { peak: 17, "pass rate there": 0.99873214, values: [0.1, 0.25, 1], "by agent": { "Model 1": 17, "Model 2": 12 } },
        simulation: { verdict: "cannot tell", evidence: { gap: 0.0012345 } },
      },
    ],
  };
}

const stages = { name: "count", symbol: "K", title: "number of stages", unit: "" };
const chunks = { name: "chunks", symbol: "r", title: "scaffolded chunks", unit: "" };

export function plausibleResults(): Map<string, ExperimentResult> {
  const agents = [
    {
      name: "Model 1",
      shapes: {
        passRate: peak(17, 0.9993, 1.1, 1.1),
        finalBias: (k: number) => (k === 1 ? 52 : 1.1 + 0.05 * k + Math.exp((k - 17) / 3.4)),
      },
    },
    {
      name: "Model 2",
      shapes: {
        passRate: peak(12, 0.981, 0.5, 4),
        finalBias: (k: number) => (k === 1 ? 37 : 1.2 + 0.1 * k + 9 * Math.max(0, (k - 12) / 5) ** 1.3),
      },
    },
    { name: "Model 3", shapes: { passRate: peak(2, 0.83, 0.6, 1.2), finalBias: (k: number) => (k === 1 ? 21 : 1.5 + 0.1 * k ** 2) } },
  ].map((shape) => curve(shape, range(1, 30)));
  const guidance = [
    { name: "aligned", shapes: { passRate: rise(0.1, 0.96, 0.9), finalBias: (n: number) => 3.4 / n ** 0.9 } },
    { name: "misaligned", shapes: { passRate: (n: number) => 0.62 * Math.exp(-0.9 * (n - 1)), finalBias: (n: number) => 3.4 * n ** 0.9 } },
    { name: "none", shapes: { passRate: (n: number) => 0.62 - 0.03 * (n - 1), finalBias: (n: number) => 3.4 + 0.1 * (n - 1) } },
  ].map((shape) => curve(shape, range(1, 4)));
  const chunked = (name: string, mode: number, top: number, last: number) =>
    curve(
      {
        name,
        shapes: { passRate: (r) => top * Math.exp(-0.06 * (r - mode) ** 2), finalBias: (r) => 1.9 + 0.16 * Math.abs(r - mode) ** 1.9 },
      },
      range(0, last),
    );
  const partial = chunked("Model 3", 4, 0.86, 10);
  const retry = [
    curve({ name: "Model 1, K = 10", shapes: { passRate: (r) => (1 - 0.55 ** r) ** 10, finalBias: (r) => 1.8 + 9 * 0.6 ** r } }, powers),
    curve({ name: "Model 2, K = 10", shapes: { passRate: (r) => (1 - 0.7 ** r) ** 10, finalBias: (r) => 2.3 + 12 * 0.75 ** r } }, powers),
    curve({ name: "Model 3, K = 10", shapes: { passRate: (r) => (1 - 0.8 ** r) ** 10, finalBias: (r) => 2.9 + 22 * 0.82 ** r } }, powers),
    curve({ name: "Model 2, K = 36", shapes: { passRate: () => 0, finalBias: () => 88 } }, powers),
  ];
  const widths = [0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8];
  const tolerance = [
    curve(
      { name: "Model 1", shapes: { passRate: (e) => 1 / (1 + (0.9 / e) ** 4), finalBias: (e) => 1 + 0.9 * e + 4 * Math.exp(-2 * e) } },
      widths,
    ),
    curve(
      { name: "Model 2", shapes: { passRate: (e) => 1 / (1 + (1.4 / e) ** 4), finalBias: (e) => 1 + 0.8 * e + 7 * Math.exp(-1.6 * e) } },
      widths,
    ),
    curve(
      { name: "Model 3", shapes: { passRate: (e) => 1 / (1 + (2.1 / e) ** 4), finalBias: (e) => 1 + 0.7 * e + 15 * Math.exp(-1.3 * e) } },
      widths,
    ),
  ];
  const pruned = [0, 1, 2].map((m) =>
    curve(
      {
        name: `m = ${m}`,
        shapes: {
          passRate: peak(9, 0.98 - 0.1 * m, 0.2 + 0.2 * m, 0.25 + m * 0.7),
          finalBias: (k) => (1 + m) * (1 + 0.02 * k) + (0.2 + m) * Math.exp((k - 20) / 4),
        },
      },
      range(2, 25),
    ),
  );
  const chunk = [chunked("c = 10", 4, 0.86, 10), chunked("c = 25", 2, 0.8, 4)];
  const claims = [
    { name: "aligned", shapes: { hallucinationRate: () => 0.35 } },
    { name: "misaligned", shapes: { hallucinationRate: (k: number) => 1 - 0.8 ** k } },
  ].map((shape) => curve(shape, range(1, 10)));

  const all = [
    result("granularity", stages, agents, [...agents.map((agent) => extreme(agent, "passRate", 1, "peak", "K"))], ["2a", "2d"]),
    result("guidance", { name: "poolSize", symbol: "n", title: "size of the action pool", unit: "" }, guidance, [], ["2b", "2e"]),
    result(
      "partial",
      chunks,
      [partial],
      [extreme(partial, "passRate", 1, "peak", "r"), extreme(partial, "finalBias", -1, "minimum", "r")],
      ["2c", "2f"],
    ),
    result("trade-offs", stages, claims, [], ["3b"]),
    result(
      "retry",
      { name: "retryBudget", symbol: "R", title: "retry budget", unit: "attempts" },
      retry,
      [{ curve: "Model 2, K = 36", measure: "passRate", at: 8, value: 0, label: "0 at every R" }],
      ["5"],
    ),
    result(
      "tolerance",
      { name: "tolerance", symbol: "ε", title: "tolerance", unit: "units of work" },
      tolerance,
      tolerance.map((c) => extreme(c, "finalBias", -1, "minimum", "ε")),
      ["6"],
    ),
    result(
      "pruning",
      stages,
      pruned,
      [
        {
          curve: "m = 2",
          measure: "passRate",
          at: 19,
          value: pruned[2].points[17].exact.passRate?.value ?? 0,
          label: "largest gap K = 19",
        },
      ],
      ["7"],
    ),
    result(
      "chunk",
      chunks,
      chunk,
      chunk.flatMap((c) => [extreme(c, "passRate", 1, "peak", "r"), extreme(c, "finalBias", -1, "minimum", "r")]),
      ["8"],
    ),
  ];
  return new Map(all.map((one) => [one.id, one]));
}
