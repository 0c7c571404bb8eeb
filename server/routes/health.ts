import { MODEL_VERSION } from "../../model/canonical.ts";
import { LAB } from "../../store/lab.ts";
import type { Health } from "../api.ts";
import type { App, ServerContext } from "./context.ts";

export function addHealth(app: App, { threads, jobs }: ServerContext): void {
  app.get("/health", { schema: { summary: "that the server is there, and how busy" } }, async (): Promise<Health> => {
    return {
      status: "ok",
      version: LAB.version,
      modelVersion: MODEL_VERSION,
      threads: { count: threads.count, busy: threads.busy(), waiting: threads.waiting() },
      jobs: jobs.counts(),
    };
  });
}
