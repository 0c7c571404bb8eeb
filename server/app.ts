import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyInstance } from "fastify";
import { addErrors } from "./errors.ts";
import { experimentResults } from "./experimentResults.ts";
import { checkBodyShape } from "./guards/bodyShape.ts";
import { addGuards } from "./guards/guards.ts";
import { holdJobs } from "./jobs/jobs.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { ProblemSchema } from "./problemSchema.ts";
import type { ServerContext } from "./routes/context.ts";
import { addExperiments } from "./routes/experiments.ts";
import { addFigures } from "./routes/figures.ts";
import { addHealth } from "./routes/health.ts";
import { addJobs } from "./routes/jobs.ts";
import { addOpenApi } from "./routes/openapi.ts";
import { addPoints } from "./routes/points.ts";
import { addResults } from "./routes/results.ts";
import { addPages } from "./routes/staticPages.ts";
import { addTrials } from "./routes/trials.ts";
import { checkQueries } from "./routes/validation.ts";
import { accessStore } from "./store/storeAccess.ts";
import { startThreads } from "./threads/threads.ts";
import { TrialsHere } from "./trials/trialsHere.ts";

export interface ServerOptions {
  /** Folder of the store; made when something is first kept. */ readonly store: string;
  /** Folder of the trials of real agents; it may be absent. */ readonly trials: string;
  /** Threads for heavy work, ≥ 1. */ readonly threads: number;
  /** Folder of the built pages. */ readonly pages: string;
  /** Where it will listen: decides by which names it may be asked. 127.0.0.1 unless given. */ readonly host?: string;
  /** Further names it may be asked by. */ readonly allowedHosts?: readonly string[];
  /** Asked of every request, where given. */ readonly token?: string | undefined;
  readonly limits?: Partial<Limits>;
  /** Told of faults of the program, for whoever looks after the server. */ readonly onFault?: (error: unknown) => void;
}

/** Builds the server without listening; to be closed, which ends its threads. */
export async function buildApp(options: ServerOptions): Promise<FastifyInstance> {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleConnectionMs,
    keepAliveTimeout: limits.idleConnectionMs,
    exposeHeadRoutes: false, // the head of an answer would cost as much as all of it
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: limits.requestMs, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
    ...addErrors.options,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.maxConnections = limits.connections;
  app.removeContentTypeParser("text/plain"); // what a form of another site could send
  checkQueries(app);
  addErrors(app, options.onFault);
  const { host = "127.0.0.1", allowedHosts = [], token } = options;
  await addGuards(app, { host, allowedHosts, token, limits });
  app.addHook("preValidation", async (request) => {
    if (request.body !== undefined) checkBodyShape(request.body, limits);
  });

  const onFault = options.onFault ?? (() => undefined);
  const threads = startThreads(Math.max(2, options.threads), limits);
  const store = accessStore(options.store, limits);
  const jobs = holdJobs({ threads, store, limits, onFault });
  const trials = new TrialsHere(options.trials);
  const context: ServerContext = { threads, store, jobs, experiments: experimentResults(threads), trials, limits };
  app.addHook("onListen", async () => void threads.warm().catch(() => undefined));
  // Streams of events end when their jobs have, so jobs must be told before the server waits for its connections.
  app.addHook("preClose", () => jobs.close());
  app.addHook("onClose", async () => {
    await threads.close();
    await store.close();
  });
  await addOpenApi(app as unknown as FastifyInstance);
  await app.register(
    async (api) => {
      api.addHook("onRequest", async (_, reply) => void reply.header("cache-control", "no-store"));
      for (const [tag, add] of GROUPS)
        await api.register(async (group) => {
          group.addHook("onRoute", (route) => {
            route.schema = { ...route.schema, tags: [tag], response: { "4xx": ProblemSchema, "5xx": ProblemSchema } };
          });
          add(group.withTypeProvider<TypeBoxTypeProvider>(), context);
        });
    },
    { prefix: "/api/v1" },
  );
  await addPages(app, options.pages);
  return app as unknown as FastifyInstance;
}

/** Groups of routes, in the order in which the description of the API shows them. */
const GROUPS = [
  ["points", addPoints],
  ["jobs", addJobs],
  ["experiments and figures", addExperiments],
  ["experiments and figures", addFigures],
  ["stored results", addResults],
  ["trials of real agents", addTrials],
  ["server", addHealth],
] as const;
