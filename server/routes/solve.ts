import Type from "typebox";
import { PointSchema } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { checkPointCost } from "../guards/pointCost.ts";
import type { App, ServerContext } from "./context.ts";
import { whileListening } from "./vanished.ts";

const MAX_LAW = 10_000;

export function addSolve(app: App, { threads, limits }: ServerContext): void {
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
      const { law } = request.query;
      return reply.type("application/json").send(await threads.ask("solve", { point, law }, { signal: whileListening(request, reply) }));
    },
  );
}
