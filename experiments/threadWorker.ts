/** One item for one function. */
export interface Task {
  readonly module: string;
  /** The function's export. */ readonly name: string;
  readonly item: unknown;
  /** Shared with the sender: not 0 once the reply is not wanted any more. */ readonly stop: Int32Array;
}

/** An error crosses threads as its words: its class would be lost on the way. */
export type Reply =
  | { readonly result: unknown }
  | { readonly failure: { readonly name: string; readonly message: string; readonly stack?: string | undefined } };

/** What a thread does; called by piscina. A module is loaded once a thread. */
export default async function runItem({ module, name, item, stop }: Task): Promise<Reply> {
  try {
    if (Atomics.load(stop, 0) !== 0) throw new Error("stopped");
    const work = ((await import(module)) as Record<string, unknown>)[name];
    if (typeof work !== "function") throw new TypeError(`${module} must export a function named ${JSON.stringify(name)}`);
    return { result: await work(item) };
  } catch (error) {
    if (!(error instanceof Error)) return { failure: { name: "Error", message: String(error) } };
    return { failure: { name: error.name, message: error.message, stack: error.stack } };
  }
}
