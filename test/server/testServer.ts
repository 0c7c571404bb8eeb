import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll } from "vitest";
import type { Job, Problem } from "../../server/api.ts";
import { buildApp, type ServerOptions } from "../../server/app.ts";

/** A server for the tests of one file, with a store and pages of its own. */
export interface TestServer {
  readonly app: FastifyInstance;
  /** Holds the store, and the pages. */ readonly folder: string;
  readonly store: string;
  readonly trials: string;
  /** Faults of the program that were told of. */ readonly faults: unknown[];
  ask(method: InjectOptions["method"] & string, url: string, payload?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Once the job has ended. */ ended(id: string): Promise<Job>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The body as JSON. */ readonly json: never;
}

export function testServer(options: Partial<ServerOptions> = {}): TestServer {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "harness-lab-server-"));
  const faults: unknown[] = [];
  const server = { folder, store: join(folder, "store"), trials: join(folder, "trials"), faults } as {
    -readonly [K in keyof TestServer]: TestServer[K];
  };
  server.ask = async (method, url, payload, headers = {}) => {
    const asked = payload === undefined ? {} : { payload: payload as string | object };
    const json = typeof payload === "string" ? { "content-type": "application/json" } : {};
    const {
      statusCode,
      headers: got,
      body,
    } = await server.app.inject({ method: method as "GET", url, headers: { ...json, ...headers }, ...asked });
    return {
      status: statusCode,
      headers: got,
      text: body,
      get json() {
        return JSON.parse(body) as never;
      },
    };
  };
  server.ended = async (id) => {
    for (;;) {
      const job = (await server.ask("GET", `/api/v1/jobs/${id}`)).json as Job;
      if (job.state !== "queued" && job.state !== "running") return job;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  beforeAll(async () => {
    mkdirSync(join(folder, "pages", "assets"), { recursive: true });
    writeFileSync(join(folder, "pages", "index.html"), "<!doctype html><title>pages</title>");
    writeFileSync(join(folder, "pages", "assets", "main-1.js"), "1;");
    const onFault = (error: unknown) => void faults.push(error);
    server.app = await buildApp({
      store: server.store,
      trials: server.trials,
      pages: join(folder, "pages"),
      threads: 2,
      onFault,
      ...options,
    });
  });
  afterAll(async () => {
    await server.app.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

export const problemIn = (reply: Reply): Problem => reply.json;
