import type { Answer, Order, Task } from "./protocol.ts";

/**
 * Makes this worker do the tasks of a table, in the order they come. A cancelled one stops at its next part; one that waits does not begin.
 */
export function answerOrders(tasks: Readonly<Record<string, Task<never, unknown, unknown>>>): void {
  const cancelled = new Set<number>();
  const waiting: Extract<Order, { task: string }>[] = [];
  let busy = false;
  const answer = (message: Answer) => self.postMessage(message);

  const doOne = async ({ id, task, input }: Extract<Order, { task: string }>) => {
    try {
      if (!tasks[task]) throw new Error(`no task is called ${task}`);
      const work = tasks[task](input as never);
      if (!isGenerator(work)) return answer({ id, result: work });
      for (let next = work.next(); !cancelled.has(id); next = work.next()) {
        if (next.done) return answer({ id, result: next.value });
        answer({ id, part: next.value });
        await turnOfTheLoop();
      }
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      if (!cancelled.has(id)) answer({ id, failure: message, invalid: name === "InvalidInput" || name === "Unresolved" });
    } finally {
      cancelled.delete(id);
    }
  };

  const doAll = async () => {
    busy = true;
    for (let order = waiting.shift(); order; order = waiting.shift()) {
      await doOne(order);
      await turnOfTheLoop();
    }
    busy = false;
  };

  self.onmessage = ({ data }: MessageEvent<Order>) => {
    if ("task" in data) waiting.push(data);
    else {
      const place = waiting.findIndex(({ id }) => id === data.id);
      if (place >= 0) waiting.splice(place, 1);
      else cancelled.add(data.id);
      answer({ id: data.id, cancelled: true });
    }
    if (!busy) void doAll();
  };
  answer({ id: 0, ready: true });
}

function isGenerator(work: unknown): work is Generator<unknown, unknown> {
  return typeof (work as Partial<Generator> | null | undefined)?.next === "function";
}

const { port1, port2 } = new MessageChannel();
const turns: (() => void)[] = [];
port1.onmessage = () => turns.shift()?.();

/** Lets messages in, without the four milliseconds that a timer takes. */
function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve);
    port2.postMessage(0);
  });
}
