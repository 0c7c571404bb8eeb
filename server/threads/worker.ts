import { WORK } from "../work/catalogue.ts";
import type { Failure, ThreadReply, ThreadTask, WorkContext } from "./task.ts";

/** How often work that awaits is looked after; work that does not calls `check`. */
const LOOK_MS = 100;

/** What a thread does; called by piscina. */
export default async function doTask({ work, input, stop, port }: ThreadTask): Promise<ThreadReply> {
  const controller = new AbortController();
  const look = () => {
    if (Atomics.load(stop, 0) !== 0) controller.abort(new Error("stopped"));
  };
  const timer = setInterval(look, LOOK_MS);
  const context: WorkContext = {
    signal: controller.signal,
    check() {
      look();
      controller.signal.throwIfAborted();
    },
    progress: (done, total) => port?.postMessage({ done, total }),
  };
  try {
    context.check();
    const load = WORK[work as keyof typeof WORK];
    if (!load) throw new Error(`no work is called ${work}`);
    const { default: run } = (await load()) as { default: (input: unknown, context: WorkContext) => unknown };
    return { result: await run(input, context) };
  } catch (error) {
    return { failure: failureOf(error) };
  } finally {
    clearInterval(timer);
    port?.close();
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  if (name !== "InvalidInput") return { name, message, stack };
  const { field, rule, value } = error as Error & { field: string; rule: string; value: unknown };
  return { name, message, field, rule, value };
}
