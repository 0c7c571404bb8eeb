import Type from "typebox";
import { modelPoint } from "../../agents/trial/modelPoint.ts";
import type { CellTrialsAnswer, TrialCell, TrialCurveAnswer, TrialSeries, TrialsAnswer } from "../api.ts";
import { ServerProblem } from "../problems.ts";
import type { HeldCell } from "../trials/cellEntry.ts";
import { type Series, seriesOver } from "../trials/series.ts";
import { fits, taskOf, trialEntry } from "../trials/shown.ts";
import type { App, ServerContext } from "./context.ts";
import { addTrace, KEY_PATTERN, KeySchema } from "./traces.ts";
import { whileListening } from "./vanished.ts";

const word = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 2_000, description }));
const Filter = {
  agent: word("only of this agent"),
  model: word("only of this model"),
  task: word("only of this task: addition, or its name"),
};
const DAMAGED_SHOWN = 20;
/** As many series as can be told from each other in a picture. */
const MOST_SERIES = 8;

/** Trials of real agents, as `lab agents` keeps them. */
export function addTrials(app: App, context: ServerContext): void {
  const { trials, limits } = context;
  const Paged = {
    offset: Type.Integer({ minimum: 0, maximum: 1e9, default: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: limits.resultsPerPage, default: 50 }),
  };
  const Status = Type.Enum(["finished", "agent failed", "limit", "model failed", "stopped", "fault"]);

  app.get(
    "/trials",
    {
      schema: {
        summary: "cells of agent, model, task and harness with what their trials came to",
        querystring: Type.Object({ ...Filter, status: Type.Optional(Status), ...Paged }),
      },
    },
    async ({ query: { offset, limit, ...filter } }): Promise<TrialsAnswer> => {
      const { cells, kept, damaged } = await trials.cells();
      const entries = [...cells.values()].map(({ entry }) => entry);
      const fitting = entries.filter((entry) => fits(entry, filter));
      const each = (of: (entry: TrialCell) => string) => [...new Set(entries.map(of))].sort();
      return {
        total: fitting.length,
        offset,
        limit,
        cells: fitting.slice(offset, offset + limit),
        kept,
        agents: each(({ agent }) => agent),
        models: each(({ model }) => model),
        tasks: each(taskOf),
        damaged: { count: damaged.length, first: damaged.slice(0, DAMAGED_SHOWN) },
      };
    },
  );

  app.get(
    "/trials/cells/:key",
    { schema: { summary: "the trials of a cell", params: KeySchema, querystring: Type.Object(Paged) } },
    async ({ params: { key }, query: { offset, limit } }): Promise<CellTrialsAnswer> => {
      const { entry, held } = await trials.cell(key);
      const latestFirst = held.toReversed();
      return { cell: entry, total: held.length, offset, limit, trials: latestFirst.slice(offset, offset + limit).map(trialEntry) };
    },
  );

  app.get(
    "/trials/curve",
    {
      schema: {
        summary: "cells that differ in one knob alone, with intervals, beside what the model says of them",
        querystring: Type.Object({
          over: Type.Enum(["k", "extent", "retryBudget"], { default: "k" }),
          ...Filter,
          kind: Type.Optional(Type.Enum(["addition", "folder"], { description: "only of tasks of this kind" })),
          cell: Type.Optional(Type.String({ pattern: KEY_PATTERN, description: "only the series that holds it" })),
        }),
      },
    },
    async (request, reply): Promise<TrialCurveAnswer> => {
      const { over, cell, ...filter } = request.query;
      const { cells } = await trials.cells();
      const wanted = [...cells.values()].filter(({ entry }) => fits(entry, filter));
      const all = seriesOver(over, wanted, cell !== undefined);
      const series = cell === undefined ? all : all.filter(({ entry }) => entry.marks.some(({ key }) => key === cell));
      if (cell !== undefined && !cells.has(cell)) throw new ServerProblem("not-found", "no cell has that key");
      const signal = whileListening(request, reply);
      const shown = await Promise.all(series.slice(0, MOST_SERIES).map((one) => withExact(one, context, signal)));
      return { folder: trials.folder, over, series: shown, more: Math.max(0, series.length - MOST_SERIES) };
    },
  );

  app.get(
    "/trials/:key",
    { schema: { summary: "all records of a trial, failed ones included", params: KeySchema } },
    async ({ params: { key } }) => trials.trial(key),
  );

  addTrace(app, context);
}

async function withExact({ entry, places, first }: Series, { threads, limits }: ServerContext, signal: AbortSignal): Promise<TrialSeries> {
  const model = modelPoint((first.held[0] as HeldCell["held"][number]).record.cell);
  if (!model || places.length === 0) return entry;
  const { falseClaimRate } = model;
  return { ...entry, exact: await threads.ask("exactPlaces", { places, falseClaimRate, mostCost: limits.pointCost }, { signal }) };
}
