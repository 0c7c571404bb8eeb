import type { WorkflowHarness } from "../../model/trial.ts";
import { workflowPrompt } from "../harness/workflowPrompts.ts";
import { workflowStages } from "../harness/workflowStages.ts";

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

/**
 * A harness as the lab tells it in one prompt, round the task's own instruction: Harbor's agents are told the same.
 *
 * @throws InvalidInput for an extent beyond the steps
 */
export function aroundInstruction(harness: WorkflowHarness): Around {
  const prompt = workflowPrompt(PLACE, workflowStages(harness), harness);
  const at = prompt.indexOf(PLACE); // the first: the instruction comes before the steps
  return { before: prompt.slice(0, at), after: prompt.slice(at + PLACE.length) };
}

/** Stands for the instruction. */
const PLACE = "\u0000instruction\u0000";
