import { plainDecimal, readDecimal } from "../tasks/addition/decimal.ts";
import type { Assignment, ToldStage } from "../tasks/addition/readInstructions.ts";
import { hasArrived, isBeyond } from "../tasks/addition/stages.ts";

/** What the served agent has come to: the next step to draw, an attempt to begin, or the end of what it was asked. */
export type Next =
  | { readonly kind: "step"; readonly stage: ToldStage; readonly attempt: number; readonly index: number; readonly distance: number }
  | { readonly kind: "begin"; readonly stage: ToldStage }
  | { readonly kind: "end"; readonly ended: readonly EndedStage[] };

/** A stage at its end. */
export interface EndedStage {
  readonly stage: ToldStage;
  /** The last of its attempts; 0 where none was begun. */ readonly attempt: number;
  readonly accepted: boolean;
  /** No attempt is left: a claim may be false. */ readonly isSpent: boolean;
}

export const beginCommand = (stage: number): string => `./ledger begin ${stage}`;
export const addCommand = (step: number): string => `./ledger add ${plainDecimal(step)}`;

/** Where an assignment stands after commands of the agent's own, in order. Others are nothing. */
export function courseOf(assignment: Assignment, commands: readonly string[]): Next {
  const left = commands.flatMap((command) => {
    const found = /^\.\/ledger (?:(begin) \d+|add ([\d.]+))$/.exec(command);
    return found ? [found[1] === undefined ? { number: readDecimal(found[2] as string) ?? 0 } : "begin"] : [];
  });
  const { retryBudget } = assignment;
  if (assignment.telling === "turns") {
    const { stage, attempt } = assignment;
    const at = walk(stage, left);
    if (!at.over) return { kind: "step", stage, attempt, ...at };
    return { kind: "end", ended: [{ stage, attempt, accepted: at.accepted, isSpent: attempt >= retryBudget }] };
  }
  const ended: EndedStage[] = [];
  for (const stage of assignment.stages) {
    const before = ended.at(-1);
    if (before && !before.accepted && assignment.onUnrecovered === "abort") {
      ended.push({ stage, attempt: 0, accepted: false, isSpent: false });
      continue;
    }
    for (let attempt = 1; ; attempt++) {
      if (left.shift() === undefined) return { kind: "begin", stage };
      const at = walk(stage, left);
      if (!at.over) return { kind: "step", stage, attempt, ...at };
      if (!at.accepted && attempt < retryBudget) continue;
      ended.push({ stage, attempt, accepted: at.accepted, isSpent: true });
      break;
    }
  }
  return { kind: "end", ended };
}

type Walked =
  | { readonly over: false; readonly index: number; readonly distance: number }
  | { readonly over: true; readonly accepted: boolean };

/** Takes the numbers of one attempt off the commands that are left. */
function walk(stage: ToldStage, left: ({ readonly number: number } | string)[]): Walked {
  let sum = 0;
  for (let index = 0; index < stage.stepBudget && !hasArrived(sum, stage); index++) {
    const next = left[0];
    if (typeof next !== "object") return { over: false, index, distance: stage.request - sum };
    left.shift();
    sum += next.number;
  }
  return { over: true, accepted: hasArrived(sum, stage) && !isBeyond(sum, stage) };
}
