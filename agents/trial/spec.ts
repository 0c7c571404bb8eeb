import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { InvalidInput } from "../../model/invalid.ts";
import { LIMITS } from "../../model/limits.ts";
import { requireSchema } from "../../model/schemaError.ts";

/** The shape of a sweep of real agents, as its file has it. What it may name is checked where it is looked up. */

const closed = { additionalProperties: false };
const name = (description: string) => Type.String({ description, minLength: 1, maxLength: 200 });
const count = (description: string, maximum: number, minimum = 1) => Type.Integer({ description, minimum, maximum });

const AdditionSchema = Type.Object(
  {
    kind: Type.Literal("addition"),
    goal: Type.Number({ description: "G, units of work", exclusiveMinimum: 0, maximum: LIMITS.magnitude }),
    tolerance: Type.Number({ description: "epsilon, units of work; below every request", minimum: 0, maximum: LIMITS.magnitude }),
    stepBudget: count("M, numbers an attempt may append", LIMITS.stepBudget),
    total: Type.Optional(Type.Enum(["shown", "hidden"], { description: "whether the running sum is printed", default: "shown" })),
  },
  closed,
);
const BuiltInSchema = Type.Object({ kind: Type.Literal("builtin"), name: name("of a task that comes with the lab") }, closed);
const FolderSchema = Type.Object({ kind: Type.Literal("folder"), path: name("folder of a task of Harbor's format") }, closed);
const TASK_SCHEMAS = { addition: AdditionSchema, builtin: BuiltInSchema, folder: FolderSchema };

const ServerSchema = Type.Object(
  {
    kind: Type.Literal("server"),
    address: name("of the model's server, such as https://api.openai.com"),
    keyVariable: Type.Optional(name("environment variable that holds the key; absent for a server that wants none")),
  },
  closed,
);
const ServedSchema = Type.Object(
  {
    kind: Type.Literal("served"),
    pool: Type.Array(Type.Unknown(), { description: "action distributions, as a point has them", minItems: 1 }),
    weights: Type.Optional(Type.Unknown()),
    guidance: Type.Optional(Type.Unknown()),
    claimRate: Type.Optional(Type.Unknown()),
    seed: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { ...closed, description: "the lab's own model: it needs no key" },
);
const SOURCE_SCHEMAS = { server: ServerSchema, served: ServedSchema };

/** One harness; `vary` gives lists of its fields. */
const ChoiceSchema = Type.Object(
  {
    k: Type.Optional(count("K, equal stages of addition, or steps of a workflow; 0 for a bare instruction", LIMITS.stages, 0)),
    chunk: Type.Optional(Type.Number({ description: "c, request of a scaffolded stage of addition, units of work", exclusiveMinimum: 0 })),
    extent: Type.Optional(count("r, stages that are scaffolded; the rest is the agent's", LIMITS.stages, 0)),
    workflow: Type.Optional(name("file of steps {name, instruction, checks}; the task's own by default")),
    generated: Type.Optional(Type.Boolean({ description: "the workflow's k steps are written by the model, once, and kept" })),
    retryBudget: Type.Optional(count("R, attempts at a stage in all", LIMITS.retryBudget)),
    onUnrecovered: Type.Optional(Type.Enum(["carry", "abort"])),
    telling: Type.Optional(Type.Enum(["prompt", "turns"], { description: "in one prompt, or stage by stage in one session" })),
    guidance: Type.Optional(Type.Enum(["none", "evidence", "compliance"])),
  },
  closed,
);

const BudgetSchema = Type.Object(
  {
    requests: Type.Optional(count("per trial", 1e6)),
    inputTokens: Type.Optional(count("per trial", 1e12)),
    outputTokens: Type.Optional(count("per trial", 1e12)),
    money: Type.Optional(Type.Number({ description: "per trial, in the currency of the price table", exclusiveMinimum: 0 })),
    wallMs: Type.Optional(count("per trial", 2 ** 31 - 1)),
  },
  closed,
);

const SpecSchema = Type.Object(
  {
    agents: Type.Array(name("of an agent, such as codex"), { minItems: 1, maxItems: 50 }),
    models: Type.Array(name("of a model, as its server knows it"), { minItems: 1, maxItems: 50 }),
    source: Type.Unknown(),
    tasks: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 1_000 }),
    harness: Type.Optional(ChoiceSchema),
    vary: Type.Optional(
      Type.Object({}, { description: "field of the harness → list of values; every combination is run", additionalProperties: true }),
    ),
    trials: Type.Optional(count("per cell", 100_000)),
    concurrency: Type.Optional(count("trials at once", 256)),
    budget: Type.Optional(BudgetSchema),
    turnWallMs: Type.Optional(count("most wall clock of one turn of an agent", 2 ** 31 - 1)),
  },
  { ...closed, title: "harness-lab sweep of agents" },
);

const schema = Compile(SpecSchema);
const choice = Compile(ChoiceSchema);
const sources = Object.entries(SOURCE_SCHEMAS).map(([kind, one]) => [kind, Compile(one)] as const);
const tasks = Object.entries(TASK_SCHEMAS).map(([kind, one]) => [kind, Compile(one)] as const);

export type TaskChoice = Static<typeof AdditionSchema> | Static<typeof BuiltInSchema> | Static<typeof FolderSchema>;
export type Source = Static<typeof ServerSchema> | Static<typeof ServedSchema>;
export type HarnessChoice = Static<typeof ChoiceSchema>;

export interface AgentSweepSpec {
  readonly agents: readonly string[];
  readonly models: readonly string[];
  readonly source: Source;
  readonly tasks: readonly TaskChoice[];
  /** Every combination of `vary` upon `harness`; the first name varies slowest. */ readonly choices: readonly HarnessChoice[];
  readonly trials: number;
  readonly concurrency: number;
  readonly budget: Static<typeof BudgetSchema>;
  readonly turnWallMs?: number;
}

const MOST_CHOICES = 10_000;

/** @throws InvalidInput naming the field, the rule and the value */
export function parseAgentSweep(input: unknown): AgentSweepSpec {
  requireSchema(schema, input);
  const { harness = {}, vary = {}, trials = 1, concurrency = 1, budget = {}, ...given } = input as Static<typeof SpecSchema>;
  requireKind(sources, given.source, "source");
  given.tasks.forEach((task, index) => {
    requireKind(tasks, task, `tasks[${index}]`);
  });
  return {
    agents: given.agents,
    models: given.models,
    source: given.source as Source,
    tasks: given.tasks as readonly TaskChoice[],
    choices: combinations(harness, vary),
    trials,
    concurrency,
    budget,
    ...(given.turnWallMs === undefined ? {} : { turnWallMs: given.turnWallMs }),
  };
}

type Branches = readonly (readonly [string, ReturnType<typeof Compile>])[];

/** A union's errors speak of every branch: only the branch that `kind` names is asked. */
function requireKind(branches: Branches, value: unknown, field: string): void {
  const kind = (value as { kind?: unknown } | null | undefined)?.kind;
  const branch = branches.find(([known]) => known === kind);
  if (!branch) throw new InvalidInput(`${field}.kind`, `must be one of ${branches.map(([known]) => known).join(", ")}`, kind ?? null);
  requireSchema(branch[1], value, field);
}

function combinations(harness: HarnessChoice, vary: object): readonly HarnessChoice[] {
  let choices: HarnessChoice[] = [harness];
  for (const [field, values] of Object.entries(vary)) {
    if (!Array.isArray(values) || values.length === 0)
      throw new InvalidInput(`vary.${field}`, "must be a list of one value or more", values);
    choices = choices.flatMap((one) => values.map((value) => ({ ...one, [field]: value })));
    if (choices.length > MOST_CHOICES) throw new InvalidInput("vary", `must have at most ${MOST_CHOICES} combinations`);
    for (const one of choices) requireSchema(choice, one, "harness");
  }
  return choices;
}
