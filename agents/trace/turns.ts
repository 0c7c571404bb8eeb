import { at, countAt, textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { type Child, element, type Markup } from "./markup.ts";
import { grouped, type Shortened } from "./shortened.ts";
import { badge, claimOf } from "./stageTable.ts";
import type { Extra, ToolCall, ToolResult, TrajectoryStep } from "./trajectory.ts";

/** A text above this many lines or characters is folded. */
const FOLD_LINES = 12;
const FOLD_CHARACTERS = 1_200;

/** Steps in order, parted where a new turn begins: at each prompt. */
export function turnsMarkup(steps: readonly TrajectoryStep[], shortened: Shortened): Markup {
  const turns: TrajectoryStep[][] = [];
  for (const step of steps) {
    if (step.source === "user" || turns.length === 0) turns.push([]);
    (turns.at(-1) as TrajectoryStep[]).push(step);
  }
  return element(
    "div",
    {},
    turns.map((turn, index) =>
      element(
        "article",
        { class: "turn" },
        turnHead(turn[0] as TrajectoryStep, index + 1),
        turn.map((step) => stepMarkup(step, shortened)),
      ),
    ),
  );
}

function turnHead({ extra }: TrajectoryStep, number: number): Child {
  const [stage, attempt] = [textAt(extra, "stage"), countAt(extra, "attempt")];
  const [accepted, claimed] = [flag(extra, "accepted"), flag(extra, "claimed")];
  const status = textAt(extra, "turn", "status");
  const place = stage === undefined ? "" : `: ${harmlessLine(stage)}${attempt === undefined ? "" : `, attempt ${attempt}`}`;
  return [
    element("h3", {}, `Turn ${number}${place}`),
    accepted === undefined
      ? undefined
      : element(
          "p",
          {},
          badge(accepted, textAt(extra, "rejection")),
          " The agent said: ",
          claimOf({ accepted, ...(claimed === undefined ? {} : { claimed }) }),
          ".",
        ),
    status === undefined || status === "answered"
      ? undefined
      : element(
          "p",
          { class: "quiet" },
          harmlessLine(`It ended so: ${[status, textAt(extra, "turn", "reason")].filter((said) => said).join(", ")}.`, 500),
        ),
  ];
}

function flag(extra: Extra | undefined, name: string): boolean | undefined {
  const found = at(extra, name);
  return typeof found === "boolean" ? found : undefined;
}

const WHO = { user: "Prompt", agent: "Agent", system: "Notice" } as const;

function stepMarkup(step: TrajectoryStep, shortened: Shortened): Markup {
  const { step_id, source, message, reasoning_content: reasoning, timestamp } = step;
  return element(
    "section",
    { class: `step ${source}`, id: `step-${step_id}` },
    element(
      "h4",
      {},
      element("a", { href: `#step-${step_id}`, class: "number" }, step_id),
      ` ${WHO[source]}`,
      timestamp === undefined ? undefined : element("span", { class: "quiet" }, ` ${harmlessLine(timestamp, 40)}`),
      element("span", { class: "quiet" }, tokens(step)),
    ),
    reasoning === undefined ? undefined : folded("Thought", reasoning, shortened, true),
    message === "" ? undefined : folded(source === "user" ? "Prompt" : "Text", message, shortened),
    (step.tool_calls ?? []).map((call) => callMarkup(call, shortened)),
    (step.observation?.results ?? []).map((result) => resultMarkup(result, step, shortened)),
  );
}

function tokens({ metrics }: TrajectoryStep): string | undefined {
  const [input, output] = [metrics?.prompt_tokens, metrics?.completion_tokens];
  const parts = [input === undefined ? [] : [`${grouped(input)} in`], output === undefined ? [] : [`${grouped(output)} out`]].flat();
  return parts.length === 0 ? undefined : ` ${parts.join(", ")} tokens${at(metrics?.extra, "of") === "turn" ? " in the turn" : ""}`;
}

function callMarkup({ function_name, arguments: given }: ToolCall, shortened: Shortened): Markup {
  const [only, ...others] = Object.entries(given);
  const isText = others.length === 0 && typeof only?.[1] === "string";
  const text = isText ? (only[1] as string) : JSON.stringify(given, null, 2);
  const name = element(
    "span",
    { class: "tool" },
    harmlessLine(function_name, 100),
    isText && only[0] !== "command" ? ` ${harmlessLine(only[0], 40)}` : undefined,
  );
  return element("div", { class: "call" }, name, folded("Input", text, shortened));
}

function resultMarkup(
  { content = "", extra, source_call_id: id }: ToolResult,
  { tool_calls }: TrajectoryStep,
  shortened: Shortened,
): Markup {
  const exit = at(extra, "exit");
  const code = Number.isSafeInteger(exit) ? (exit as number) : undefined;
  const failed = (code !== undefined && code !== 0) || at(extra, "failed") === true;
  // With several calls in a step, a result says which one it belongs to.
  const call = (tool_calls?.length ?? 0) > 1 ? tool_calls?.findIndex(({ tool_call_id }) => tool_call_id === id) : undefined;
  const label = `Output${call === undefined || call < 0 ? "" : ` of call ${call + 1}`}`;
  const end = code === undefined ? (failed ? "failed" : undefined) : `exit ${code}`;
  return element(
    "div",
    { class: failed ? "result failed" : "result" },
    content === "" ? element("p", { class: "quiet" }, `${label}: empty`) : folded(label, content, shortened),
    end === undefined ? undefined : element("p", { class: failed ? "exit bad" : "exit quiet" }, end),
  );
}

function folded(label: string, text: string, shortened: Shortened, always = false): Markup {
  const shown = shortened.of(text);
  const lines = text.split("\n").length;
  const block = element("pre", {}, "\n", shown); // HTML drops a first line feed
  if (!always && lines <= FOLD_LINES && text.length <= FOLD_CHARACTERS) return block;
  const size = lines > 1 ? `${grouped(lines)} lines` : `${grouped(text.length)} characters`;
  const preview = harmlessLine(text.trimStart().split("\n", 1)[0] ?? "", 80);
  return element("details", {}, element("summary", {}, `${label}, ${size}`, element("span", { class: "preview" }, preview)), block);
}
