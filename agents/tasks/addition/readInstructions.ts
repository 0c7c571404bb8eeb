import type { AdditionHarness, GuidanceText } from "../../../model/trial.ts";
import { readDecimal } from "./decimal.ts";
import { PHRASES } from "./instructions.ts";
import type { StageTerms } from "./stages.ts";

/** A stage as it was told. */
export interface ToldStage extends StageTerms {
  readonly number: number;
}

interface Told {
  readonly retryBudget: number;
  readonly guidance: GuidanceText;
}

/** What a prompt asks for: all stages, or one attempt at one. */
export type Assignment =
  | (Told & {
      readonly telling: "prompt";
      readonly stages: readonly ToldStage[];
      readonly onUnrecovered: AdditionHarness["onUnrecovered"];
    })
  | (Told & { readonly telling: "turns"; readonly stage: ToldStage; readonly attempt: number });

const NUMBER = String.raw`(\d+(?:\.\d+)?)`;
const ASKED = String.raw`(?:${PHRASES.tail})?bring the sum to ${NUMBER}, within ${NUMBER} \(`;
const STAGES = new RegExp(String.raw`- Stage (\d+): ${ASKED}`, "g");
const TURN = new RegExp(String.raw`Stage (\d+), attempt (\d+) of (\d+): ${ASKED}`, "g");
const BUDGET = /, or after (\d+) numbers?, whichever/;
const RETRIES = /: (\d+) attempts? at a stage in all/;

/**
 * Reads back what `wholePrompt` or `stagePrompt` wrote, whatever an agent has put around it; the last of several. Undefined where
 * there is none. Numbers are the same doubles.
 */
export function readInstructions(text: string): Assignment | undefined {
  const budget = BUDGET.exec(text)?.[1];
  if (budget === undefined) return undefined;
  const stageOf = (number?: string, request?: string, tolerance?: string): ToldStage => ({
    number: Number(number),
    request: readDecimal(request ?? "") ?? 0,
    tolerance: readDecimal(tolerance ?? "") ?? 0,
    stepBudget: Number(budget),
  });
  const guidance = guidanceIn(text);
  const turn = [...text.matchAll(TURN)].at(-1);
  if (turn) {
    const [, number, attempt, retryBudget, request, tolerance] = turn;
    const stage = stageOf(number, request, tolerance);
    return { telling: "turns", stage, attempt: Number(attempt), retryBudget: Number(retryBudget), guidance };
  }
  const all = [...text.matchAll(STAGES)].map(([, ...found]) => stageOf(...found));
  const stages = all.slice(
    Math.max(
      0,
      all.findLastIndex(({ number }) => number === 1),
    ),
  );
  const retries = RETRIES.exec(text)?.[1];
  if (stages.length === 0 || retries === undefined) return undefined;
  const onUnrecovered = text.includes(PHRASES.abort) ? "abort" : "carry";
  return { telling: "prompt", stages, retryBudget: Number(retries), onUnrecovered, guidance };
}

const guidanceIn = (text: string): GuidanceText =>
  text.includes("Claim only what that shows.") ? "evidence" : text.includes("confirm each step when you have") ? "compliance" : "none";
