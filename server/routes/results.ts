import Type from "typebox";
import { compareResults } from "../../experiments/compareResults.ts";
import { figuresOfRecord } from "../../store/figures.ts";
import { keyPrefix } from "../../store/filterText.ts";
import { findResult, NoSuchResult } from "../../store/findResult.ts";
import type { ResultAnswer } from "../api.ts";
import { ServerProblem } from "../problems.ts";
import { listResults } from "../store/listResults.ts";
import type { App, ServerContext } from "./context.ts";
import { addExport } from "./export.ts";
import { FilterSchema, filterOf, found, reading } from "./filter.ts";
import { whileListening } from "./vanished.ts";

export function addResults(app: App, context: ServerContext): void {
  const { store, limits } = context;
  const Page = Type.Object({
    ...FilterSchema.properties,
    offset: Type.Integer({ minimum: 0, maximum: 1e9, default: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: limits.resultsPerPage, default: 50 }),
  });
  app.get("/results", { schema: { summary: "what is stored, the latest first", querystring: Page } }, async (request, reply) => {
    const { offset, limit, ...filter } = request.query;
    const page = await store.read(
      (results) => listResults(results, filterOf(filter), { offset, limit }),
      reading(context, whileListening(request, reply)),
    );
    return page ?? { total: 0, offset, limit, results: [], experiments: [], methods: [], damaged: 0 };
  });

  const Two = Type.Object({ first: Type.String({ maxLength: 200 }), second: Type.String({ maxLength: 200 }) });
  app.get(
    "/results/compare",
    { schema: { summary: "two results, figure by figure, as `lab results compare --json`", querystring: Two } },
    async (request, reply) => {
      const [first, second] = [keyPrefix("first")(request.query.first), keyPrefix("second")(request.query.second)];
      const called = { first: "first", second: "second" };
      return found(
        await store.read(
          (results) => compareResults(results, { first, second }, called).catch(asNotFound),
          reading(context, whileListening(request, reply)),
        ),
      );
    },
  );

  addExport(app, context);

  app.get(
    "/results/:key",
    {
      schema: {
        summary: "one result with all that is known of it, as `lab results show --json`, and its figures in long form",
        params: Type.Object({
          key: Type.String({ maxLength: 200, description: "the key, or its beginning where no other key begins so" }),
        }),
      },
    },
    async (request, reply) => {
      const key = keyPrefix("key")(request.params.key);
      return found(
        await store.read(
          async (results): Promise<ResultAnswer> => {
            const stored = await findResult(results, key, "key").catch(asNotFound);
            return { ...stored.record, name: stored.name, figures: await figuresOfRecord(results.connection, stored) } as ResultAnswer;
          },
          reading(context, whileListening(request, reply)),
        ),
      );
    },
  );
}

function asNotFound(error: unknown): never {
  throw error instanceof NoSuchResult ? new ServerProblem("not-found", "no stored result has that key") : error;
}
