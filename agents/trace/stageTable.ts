import type { AttemptRecord, StageRecord, TrialRecord } from "../../model/trial.ts";
import { countAt, textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { short } from "./facts.ts";
import { type Child, element, type Markup } from "./markup.ts";
import type { Trajectory } from "./trajectory.ts";

/** Most numbers of an attempt that are listed. */
const MOST_NUMBERS = 60;

/** Every attempt at every stage: its verdict, and what the agent said of it. A claim of what was not accepted is marked: it is hallucinated. */
export function stageTable({ stages }: TrialRecord, trajectory?: Trajectory): Markup {
  if (stages.length === 0) return element("p", {}, "No stage was judged.");
  const heads = ["Stage", "Attempt", "Verdict", "The agent said", ...(hasNumbers(stages) ? ["Numbers"] : [])];
  return element(
    "div",
    { class: "wide", role: "region", tabindex: 0, "aria-label": "Stages, scrolls sideways" },
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          heads.map((head) => element("th", { scope: "col" }, head)),
        ),
      ),
      stages.map((stage) => element("tbody", {}, rowsOf(stage, hasNumbers(stages), trajectory))),
    ),
  );
}

const hasNumbers = (stages: readonly StageRecord[]): boolean =>
  stages.some(({ attempts }) => attempts.some(({ steps }) => steps !== undefined));

function rowsOf(stage: StageRecord, numbers: boolean, trajectory: Trajectory | undefined): Child {
  const head = (rows: number) =>
    element(
      "th",
      { scope: "rowgroup", rowspan: rows },
      harmlessLine(stage.name),
      stage.request === undefined ? undefined : ` (+${short(stage.request)})`,
    );
  if (stage.attempts.length === 0)
    return element("tr", {}, head(1), element("td", { colspan: numbers ? 4 : 3 }, stage.accepted ? "accepted" : "not attempted"));
  return stage.attempts.map((attempt, index) =>
    element(
      "tr",
      {},
      index === 0 ? head(stage.attempts.length) : undefined,
      element("td", {}, numberOf(stage.name, index + 1, trajectory)),
      element("td", {}, badge(attempt.accepted, attempt.rejection)),
      element("td", {}, claimOf(attempt)),
      numbers ? element("td", { class: "numbers" }, numbersOf(attempt)) : undefined,
    ),
  );
}

/** The attempt's number, as a way to its turn where the trace has it. */
function numberOf(stage: string, attempt: number, trajectory: Trajectory | undefined): Child {
  const step = trajectory?.steps.find(({ extra }) => textAt(extra, "stage") === stage && countAt(extra, "attempt") === attempt);
  return step ? element("a", { href: `#step-${step.step_id}` }, attempt) : attempt;
}

export function badge(accepted: boolean, rejection?: string): Markup {
  return accepted
    ? element("span", { class: "badge good" }, "accepted")
    : element("span", { class: "badge bad" }, harmlessLine(rejection ?? "not accepted", 60));
}

export function claimOf({ accepted, claimed }: Pick<AttemptRecord, "accepted" | "claimed">): Child {
  if (claimed === undefined) return element("span", { class: "quiet" }, "nothing");
  if (!claimed) return "it is not done";
  return accepted ? "it is done" : ["it is done ", element("strong", { class: "badge hallucinated" }, "hallucinated")];
}

function numbersOf({ steps }: AttemptRecord): Child {
  if (steps === undefined) return "";
  const shown = steps
    .slice(0, MOST_NUMBERS)
    .map((step) => short(step))
    .join(" + ");
  const more = steps.length > MOST_NUMBERS ? ` + ${steps.length - MOST_NUMBERS} more` : "";
  const sum = short(steps.reduce((total, step) => total + step, 0));
  return steps.length === 0 ? element("span", { class: "quiet" }, "none") : [`${shown}${more} = `, element("b", {}, sum)];
}
