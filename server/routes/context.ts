import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from "fastify";
import type { ExperimentResults } from "../experimentResults.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Limits } from "../limits.ts";
import type { StoreAccess } from "../store/storeAccess.ts";
import type { Threads } from "../threads/threads.ts";
import type { TrialsHere } from "../trials/trialsHere.ts";

/** The app as routes see it: schemas are typebox. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes work with. */
export interface ServerContext {
  readonly threads: Threads;
  readonly store: StoreAccess;
  readonly jobs: Jobs;
  readonly experiments: ExperimentResults;
  /** Of real agents. */ readonly trials: TrialsHere;
  readonly limits: Limits;
}
