import Type from "typebox";
import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import { DEFAULT_SEED, MAX_SEED_LENGTH } from "../../experiments/sweep/limits.ts";
import type { ExperimentEntry, ExperimentsAnswer } from "../api.ts";
import { ServerProblem } from "../problems.ts";
import type { App, ServerContext } from "./context.ts";
import { whileListening } from "./vanished.ts";

/** How an experiment is asked for: exact alone, or also simulated. */
export function simulationQuery(mostRuns: number) {
  return Type.Object({
    runs: Type.Integer({ minimum: 0, maximum: mostRuns, default: 0, description: "per simulated point; 0 leaves the simulation out" }),
    seed: Type.String({ minLength: 1, maxLength: MAX_SEED_LENGTH, default: DEFAULT_SEED }),
  });
}

export function addExperiments(app: App, { experiments, limits }: ServerContext): void {
  const querystring = simulationQuery(limits.runsAtOnce);
  app.get("/experiments", { schema: { summary: "the paper's experiments, with the points they go through" } }, async () => {
    return { experiments: EXPERIMENTS.map(entryOf) } satisfies ExperimentsAnswer;
  });

  app.get(
    "/experiments/:id",
    {
      schema: { summary: "curves, findings and claims of one", params: Type.Object({ id: Type.String({ maxLength: 100 }) }), querystring },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!EXPERIMENTS.some((each) => each.id === id)) throw new ServerProblem("not-found", "there is no experiment of that id");
      return experiments.result({ id, ...request.query }, whileListening(request, reply));
    },
  );

  app.get(
    "/claims",
    { schema: { summary: "what the captions say, tested; as `lab claims --json`", querystring } },
    async (request, reply) => {
      const signal = whileListening(request, reply);
      const results = await Promise.all(EXPERIMENTS.map(({ id }) => experiments.result({ id, ...request.query }, signal)));
      return results.flatMap(({ claims }) => claims);
    },
  );
}

function entryOf({ id, title, figures, sweep, claims, curves }: Experiment): ExperimentEntry {
  return {
    id,
    title,
    figures,
    sweep,
    claims: claims.map(({ id, figure, statement }) => ({ id, figure, statement })),
    curves: curves.map(({ name, cells }) => ({
      name,
      points: cells.map(({ at, of }) => (of.kind === "point" ? { at, point: of.point } : { at })),
    })),
  };
}
