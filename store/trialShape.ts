import Type from "typebox";
import { Compile } from "typebox/compile";
import { InvalidInput } from "../model/invalid.ts";
import { StagesSchema } from "../model/point.ts";
import { requireSchema } from "../model/schemaError.ts";

/** The shape of a trial's record, as `TrialRecord` says it. Fields that a later lab adds are let pass. */

const name = Type.String({ maxLength: 2_000 });
const text = Type.String({ maxLength: 200_000 });
const amount = Type.Number({ minimum: 0 });
const count = Type.Integer({ minimum: 0 });

const harness = {
  retryBudget: Type.Integer({ minimum: 1 }),
  onUnrecovered: Type.Enum(["carry", "abort"]),
  telling: Type.Enum(["prompt", "turns"]),
  guidance: Type.Enum(["none", "evidence", "compliance"]),
};
const Addition = Type.Object({
  kind: Type.Literal("addition"),
  goal: Type.Number({ exclusiveMinimum: 0 }),
  tolerance: amount,
  stepBudget: Type.Integer({ minimum: 1 }),
  total: Type.Enum(["shown", "hidden"]),
});
const Folder = Type.Object({ kind: Type.Literal("folder"), name, checksum: name });
const Workflow = Type.Object({
  steps: Type.Array(Type.Object({ name, instruction: text, checks: Type.Array(name) }), { maxItems: 10_000 }),
  extent: Type.Optional(count),
  ...harness,
});
const Attempt = Type.Object({
  accepted: Type.Boolean(),
  rejection: Type.Optional(name),
  steps: Type.Optional(Type.Array(Type.Number())),
  claimed: Type.Optional(Type.Boolean()),
});
const Stage = Type.Object({ name, request: Type.Optional(Type.Number()), attempts: Type.Array(Attempt), accepted: Type.Boolean() });

const cell = {
  agent: name,
  version: name,
  model: name,
  source: text,
  wording: count,
  trial: Type.Integer({ minimum: 1 }),
};
const record = {
  schema: Type.Literal(1),
  key: name,
  status: Type.Enum(["finished", "agent failed", "limit", "model failed", "stopped", "fault"]),
  reason: Type.Optional(text),
  passed: Type.Optional(Type.Boolean()),
  progress: Type.Optional(Type.Number()),
  finalBias: Type.Optional(amount),
  stages: Type.Array(Stage),
  toolCalls: Type.Optional(count),
  usage: Type.Object({
    requests: Type.Optional(count),
    inputTokens: Type.Optional(count),
    cachedTokens: Type.Optional(count),
    outputTokens: Type.Optional(count),
    cost: Type.Optional(amount),
  }),
  startedAt: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT[0-9:.]{5,20}(Z|[+-]\\d\\d:?\\d\\d)$" }),
  durationMs: amount,
  agentMs: Type.Optional(amount),
  isolation: Type.Enum(["bubblewrap", "container", "none"]),
  origin: Type.Optional(text),
  notices: Type.Array(text),
  lab: Type.Object({ version: name, commit: Type.Optional(name) }),
};
const AdditionRecord = Type.Object({
  ...record,
  cell: Type.Object({
    ...cell,
    task: Addition,
    harness: Type.Object({ stages: StagesSchema, ...harness }, { additionalProperties: false }),
  }),
});
const FolderRecord = Type.Object({ ...record, cell: Type.Object({ ...cell, task: Folder, harness: Workflow }) });

const ofAddition = Compile(AdditionRecord);
const ofFolder = Compile(FolderRecord);

/** Why a value is no record of a trial, one sentence that begins with the field; undefined where it is one. */
export function shapeFault(value: unknown): string | undefined {
  const kind = (value as { cell?: { task?: { kind?: unknown } } } | null)?.cell?.task?.kind;
  try {
    requireSchema(kind === "addition" ? ofAddition : ofFolder, value);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.message;
  }
}
