import type { AdditionHarness, AdditionTask } from "../../model/trial.ts";
import { stagePrompt, wholePrompt } from "../tasks/addition/instructions.ts";
import { judgeLedger, judgeTurn, verdictOf } from "../tasks/addition/judge.ts";
import { beginAttempt, readLedger } from "../tasks/addition/ledger.ts";
import { prepareAddition } from "../tasks/addition/prepare.ts";
import { stagesOf } from "../tasks/addition/stages.ts";
import type { StagedTask } from "./staged.ts";

/**
 * The addition task under a harness, for one trial.
 *
 * @throws InvalidInput where the two do not fit, by the rules of a point
 */
export function stagedAddition(task: AdditionTask, harness: AdditionHarness): StagedTask {
  const stages = stagesOf(task, harness);
  // Told in turns, the ledger is ours: what an agent did to it beyond adding numbers does not stay.
  let [ledger, found] = ["", ""];
  return {
    stages: stages.map(({ number, request }) => ({ name: `stage ${number}`, request })),
    prepare: (work) => prepareAddition(work, task),
    wholePrompt: () => wholePrompt(task, harness),
    stagePrompt: (stage, attempt, before) => stagePrompt(task, harness, stage, attempt, before),
    begin: async (work, stage, attempt) => {
      found = await beginAttempt(work, ledger, stage, attempt);
    },
    check: async (work, stage) => {
      const terms = stages[stage - 1];
      if (!terms) throw new RangeError(`stage must be from 1 to ${stages.length}, got ${stage}`);
      const judged = judgeTurn(found, await readLedger(work), terms);
      ledger = judged.ledger;
      return judged.record;
    },
    judge: async (work, told, claims) =>
      told === undefined ? judgeLedger(await readLedger(work), task, harness, claims) : verdictOf(told, task),
  };
}
