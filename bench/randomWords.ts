/**
 * The kernel's random words without end, as raw bytes, for a battery of tests:
 *
 *     node --import tsx bench/randomWords.ts runs | dieharder -a -g 200
 *
 * "runs": words that runs of a block get at the same draw, one run after another, then the next draw, stage and block, as the
 * kernel makes them. "draws": all words of one run at one stage, draw after draw, then the next run.
 */
import { once } from "node:events";
import { namedKey } from "../numerics/streams.ts";
import { type Pair, threefry } from "../numerics/threefry.ts";

process.stdout.on("error", () => process.exit(0)); // the battery has had enough

const RUNS = 8192;
const [STAGES, DRAWS] = [10, 40];
const order = process.argv[2];
if (order !== "runs" && order !== "draws") throw new RangeError(`order must be runs or draws, got ${order}`);

const key = namedKey("a battery of tests", "steps");
const stage: Pair = [0, 0];
const words: Pair = [0, 0];
const buffer = new Int32Array(2 * RUNS);

for (let block = 0; ; block++) {
  for (let t = 0; t < STAGES; t++) {
    threefry(key, block, t, stage);
    if (order === "runs") {
      for (let pair = 0; pair < DRAWS / 2; pair++) {
        for (let run = 0; run < RUNS; run++) {
          threefry(stage, run, pair, words);
          buffer[run] = words[0];
          buffer[RUNS + run] = words[1];
        }
        await flush(buffer);
      }
    } else {
      let filled = 0;
      for (let run = 0; run < RUNS; run++) {
        for (let pair = 0; pair < DRAWS / 2; pair++) {
          threefry(stage, run, pair, words);
          buffer[filled++] = words[0];
          buffer[filled++] = words[1];
        }
        if (filled + DRAWS > buffer.length) {
          await flush(buffer.subarray(0, filled));
          filled = 0;
        }
      }
      await flush(buffer.subarray(0, filled));
    }
  }
}

async function flush(chunk: Int32Array): Promise<void> {
  // A copy: the buffer is filled again while the pipe still holds it.
  const bytes = new Uint8Array(chunk.slice().buffer);
  if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
}
