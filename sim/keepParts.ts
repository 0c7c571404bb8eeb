import type { Part } from "./part.ts";
import { mergeTallies } from "./tally.ts";

const KEEP_MS = 2000;

/**
 * Joins parts that come in order, so that what is kept is few and large.
 *
 * @param keepMs  a part is passed on once it holds this much work: what a crash costs at most, for each thread
 */
export function keepParts(onPart: (part: Part) => void, keepMs = KEEP_MS): { add(part: Part): void; flush(): void } {
  let held: Part | undefined;
  let since = performance.now();
  const flush = () => {
    if (held) onPart(held);
    held = undefined;
    since = performance.now();
  };
  return {
    flush,
    add(part) {
      held = held ? { ...held, blocks: held.blocks + part.blocks, tally: mergeTallies(held.tally, part.tally) } : part;
      if (performance.now() - since > keepMs) flush();
    },
  };
}
