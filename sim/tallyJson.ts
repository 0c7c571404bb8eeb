import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { readDyadic, writeDyadic } from "../numerics/dyadic.ts";
import type { ExactMoments } from "../numerics/exactMoments.ts";
import { QuantileSketch } from "../numerics/quantileSketch.ts";
import type { StageTally, Tally } from "./tally.ts";

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Exact = Type.String({ maxLength: 1100 });
const Sums = Type.Object({ count: Count, sum: Exact, squares: Exact }, { additionalProperties: false });
const Stage = Type.Object(
  { begun: Count, accepted: Count, overshoot: Count, exhaustion: Count, attempts: Sums, steps: Sums },
  { additionalProperties: false },
);
/** A tally as JSON: exact sums as text, the sketch as lists of bins. */
export const TallySchema = Type.Object(
  {
    runs: Count,
    passed: Count,
    bias: Sums,
    biasPassed: Sums,
    deviation: Sums,
    attempts: Sums,
    steps: Sums,
    stages: Type.Array(Stage),
    sketch: Type.Array(Type.Array(Count)),
  },
  { additionalProperties: false },
);
export type TallyJson = Static<typeof TallySchema>;

/** One JSON for one tally, whatever order its parts were merged in. */
export function tallyToJson(tally: Tally): TallyJson {
  return {
    runs: tally.runs,
    passed: tally.passed,
    bias: sumsToJson(tally.bias),
    biasPassed: sumsToJson(tally.biasPassed),
    deviation: sumsToJson(tally.deviation),
    attempts: sumsToJson(tally.attempts),
    steps: sumsToJson(tally.steps),
    stages: tally.stages.map((stage) => ({ ...stage, attempts: sumsToJson(stage.attempts), steps: sumsToJson(stage.steps) })),
    sketch: tally.sketch.toJSON(),
  };
}

/** @throws RangeError for what is no tally: a part may come from another machine and is not trusted */
export function tallyFromJson(json: unknown): Tally {
  const [error] = Value.Errors(TallySchema, json);
  if (error) throw new RangeError(`not a tally: ${error.instancePath || "value"} ${error.message}`);
  const read = json as TallyJson;
  const tally: Tally = {
    ...read,
    bias: sumsFromJson(read.bias),
    biasPassed: sumsFromJson(read.biasPassed),
    deviation: sumsFromJson(read.deviation),
    attempts: sumsFromJson(read.attempts),
    steps: sumsFromJson(read.steps),
    stages: read.stages.map(
      (stage): StageTally => ({ ...stage, attempts: sumsFromJson(stage.attempts), steps: sumsFromJson(stage.steps) }),
    ),
    sketch: QuantileSketch.from(read.sketch),
  };
  if (tally.sketch.count !== tally.runs || tally.bias.count !== tally.runs || tally.biasPassed.count !== tally.passed)
    throw new RangeError("not a tally: its counts disagree");
  return tally;
}

const sumsToJson = ({ count, sum, squares }: ExactMoments) => ({ count, sum: writeDyadic(sum), squares: writeDyadic(squares) });
const sumsFromJson = ({ count, sum, squares }: Static<typeof Sums>): ExactMoments => ({
  count,
  sum: readDyadic(sum),
  squares: readDyadic(squares),
});
