import Type from "typebox";
import { PointSchema } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { checkPointCost } from "../guards/pointCost.ts";
import { checkSweepShape } from "../guards/sweepShape.ts";
import type { App, ServerContext } from "./context.ts";
import { parseRecommend, RecommendSchema } from "./recommendInput.ts";
import { whileListening } from "./vanished.ts";

const MAX_LAW = 10_000;

/** What is asked of one point, or of a few, and answered at once. */
export function addPoints(app: App, { threads, limits }: ServerContext): void {
  app.post(
    "/solve",
    {
      schema: {
        summary: "exact solution of a point",
        description: "Answers as `lab solve --json` does: the same keys, order and digits. Each figure comes with its estimated error.",
        body: PointSchema,
        querystring: Type.Object({
          law: Type.Optional(Type.Integer({ minimum: 2, maximum: MAX_LAW, description: "adds P(final progress <= x) at so many places" })),
        }),
      },
    },
    async (request, reply) => {
      const point = parsePoint(request.body);
      checkPointCost(point, limits.pointCost);
      const answer = await threads.ask("solve", { point, law: request.query.law }, { signal: whileListening(request, reply) });
      return reply.type("application/json").send(answer);
    },
  );

  app.post(
    "/sweep",
    {
      schema: {
        summary: "an exact sweep, at once",
        description: `Takes what \`lab sweep --spec\` takes, of at most ${limits.sweepPoints} points; larger or simulated ones are jobs.`,
        body: Type.Object({ base: Type.Object({}) }),
      },
    },
    async (request, reply) => {
      checkSweepShape(request.body, limits);
      const asked = { spec: request.body, mostPoints: limits.sweepPoints, mostCost: limits.pointCost };
      return reply.type("application/json").send(await threads.ask("sweep", asked, { signal: whileListening(request, reply) }));
    },
  );

  app.post(
    "/recommend",
    {
      schema: {
        summary: "the harness to use for an agent, given by its pool or by steps observed of it",
        description: "Answers as `lab recommend --json` does. From steps it takes seconds: the job of the same kind tells of its progress.",
        body: RecommendSchema,
      },
    },
    async (request, reply) => {
      const input = parseRecommend(request.body, limits);
      return reply.send(await threads.ask("recommend", input, { signal: whileListening(request, reply) }));
    },
  );

  app.post(
    "/theory",
    {
      schema: {
        summary: "what theorems 1 to 3 say at a point",
        body: PointSchema,
        querystring: Type.Object({
          chunk: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: "c of theorem 3, units of work; else that of the plan" })),
        }),
      },
    },
    async (request, reply) => {
      const point = parsePoint(request.body);
      checkPointCost(point, limits.pointCost);
      const asked = { point, chunk: request.query.chunk };
      return reply.send(await threads.ask("theory", asked, { signal: whileListening(request, reply) }));
    },
  );
}
