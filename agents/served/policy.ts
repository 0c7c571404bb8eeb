import { type Assignment, readInstructions } from "../tasks/addition/readInstructions.ts";
import { claimLine } from "../tasks/claims.ts";
import type { ModelReply, ModelRequest } from "../wire/wire.ts";
import { addCommand, beginCommand, courseOf, type EndedStage } from "./course.ts";
import type { AgentLaw } from "./law.ts";
import { commandOf, shellCall } from "./shell.ts";
import { drawFalseClaim, drawStep } from "./steps.ts";

/** One served agent in one trial. */
export interface Served {
  readonly law: AgentLaw;
  readonly seed: string;
  /** Name of the trial: draws of two trials are independent. */ readonly trial: string;
}

/**
 * What the model's agent answers: the next number of the addition task, by the agent's own shell, or at the end its claims. A function of
 * the conversation alone: the assignment is the last that a user message holds, its past are the calls after that one. It trusts its own
 * numbers and not what tools print.
 */
export function nextReply(request: ModelRequest, served: Served): ModelReply {
  if (request.tools.length === 0) return text("Adding to a ledger"); // asked for a title
  const { messages, tools } = request;
  let [where, assignment]: [number, Assignment | undefined] = [messages.length, undefined];
  while (!assignment && where-- > 0) if (messages[where]?.role === "user") assignment = readInstructions(messages[where]?.text ?? "");
  if (!assignment) return text("There is no addition task in this conversation, and I can do no other.");
  const calls = messages.slice(where).flatMap((message) => (message.role === "assistant" ? message.calls : []));
  const commands = calls.flatMap((call) => commandOf(call) ?? []);
  const id = `call_${messages.reduce((sum, message) => sum + message.calls.length, 1)}`;
  const run = (command: string): ModelReply => shellCall(tools, id, command) ?? text("I find no tool to run a command with.");

  const next = courseOf(assignment, commands);
  switch (next.kind) {
    case "begin":
      return run(beginCommand(next.stage.number));
    case "step": {
      const place = { ...served, stage: next.stage.number, attempt: next.attempt };
      return run(addCommand(drawStep(served.law, place, next.index, next.distance)));
    }
    case "end": {
      const claims = next.ended.map((stage) => claimLine(stage.stage.number, isClaimed(stage, assignment, served)));
      const submit = submission(messages[where]?.text ?? "", claims);
      return submit !== undefined && !commands.includes(submit) ? run(submit) : text(claims.join("\n"));
    }
  }
}

const text = (said: string): ModelReply => ({ kind: "text", text: said });

/** Honest, but for a stage whose attempts are all spent and that was not to be claimed by evidence. */
function isClaimed({ stage, attempt, accepted, isSpent }: EndedStage, { guidance }: Assignment, served: Served): boolean {
  if (accepted || !isSpent || guidance === "evidence") return accepted;
  return drawFalseClaim(served.law, { ...served, stage: stage.number, attempt });
}

/** mini-swe-agent takes no text for an end, but a command that prints this and then the answer. */
function submission(prompt: string, lines: readonly string[]): string | undefined {
  const word = "COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT";
  return prompt.includes(word) ? `printf '%s\\n' ${word} ${lines.map((line) => `'${line}'`).join(" ")}` : undefined;
}
