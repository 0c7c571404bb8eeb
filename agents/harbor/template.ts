import type { WorkflowHarness } from "../../model/trial.ts";

/** Text that goes before and after a task's instruction. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

/**
 * A Jinja template with the one variable that Harbor fills in. Our texts are literal whatever braces they hold: they stand in raw blocks,
 * and an end of a raw block in a text is broken in two, half of it in one block and half in the next.
 */
export function promptTemplate({ before, after }: Around): string {
  return `${raw(before)}{{ instruction }}${raw(after)}`;
}

function raw(text: string): string {
  if (text === "") return "";
  // "{%" at a block's end is followed by the tag that ends it, and Jinja looks for the first whole tag.
  const literal = text.replace(/\{%(?=[-+]?\s*endraw)/g, `{%${END}${BEGIN}`);
  return `${BEGIN}${literal}${END}`;
}

const BEGIN = "{% raw %}";
const END = "{% endraw %}";

/** A workflow and its guidance in one prompt, round the task's own instruction; empty where there is nothing to add. */
export function aroundInstruction({ steps, extent = steps.length, guidance }: WorkflowHarness): Around {
  const told = steps.slice(0, extent).map(({ name, instruction }, index) => `${index + 1}. ${name}\n${instruction.trim()}`);
  const rest = extent < steps.length ? ["After these steps, continue on your own until the whole task is done."] : [];
  const workflow = told.length > 0 ? ["Work through these steps, in this order:", ...told, ...rest] : [];
  const paragraphs = [...workflow, ...(guidance === "none" ? [] : [GUIDANCE[guidance]])];
  return { before: "", after: paragraphs.map((paragraph) => `\n\n${paragraph}`).join("") };
}

const GUIDANCE = {
  evidence:
    "Before you say that a step is done, run a command whose output shows it, and name that output. Without such evidence, say that it is not done.",
  compliance: "Follow the steps exactly as they are told, and confirm each of them as done before you go on.",
} as const;
