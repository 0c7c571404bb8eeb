import { stagePrompt, wholePrompt } from "../../agents/tasks/addition/instructions.ts";
import { type AdditionVerdict, judgeLedger, judgeTurn, stageRecord, verdictOf } from "../../agents/tasks/addition/judge.ts";
import { attemptsIn, markOf } from "../../agents/tasks/addition/ledger.ts";
import { stagesOf } from "../../agents/tasks/addition/stages.ts";
import { claimsIn } from "../../agents/tasks/claims.ts";
import type { Message, ModelReply, ModelRequest, Tool } from "../../agents/wire/wire.ts";
import type { AdditionHarness, AdditionTask, AttemptRecord, StageRecord } from "../../model/trial.ts";

/** What answers an agent, and where its commands are run: a shell, or a ledger in memory. */
export interface Loop {
  readonly model: (request: ModelRequest) => ModelReply | Promise<ModelReply>;
  readonly run: (command: string) => string;
  readonly ledger: { readonly read: () => string; readonly write: (text: string) => void };
}

export const BASH: Tool = {
  name: "bash",
  parameters: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
};
const MOST_CALLS = 20_000;

/** A ledger in memory that stands for the folder, its script and the shell. */
export function memoryLedger(): Pick<Loop, "run" | "ledger"> {
  let text = "";
  const run = (command: string): string => {
    const [, begun, added] = /^\.\/ledger (?:begin (\d+)|add ([\d.]+))$/.exec(command) ?? [];
    if (begun !== undefined) {
      const attempt = 1 + attemptsIn(text).filter(({ stage }) => stage === Number(begun)).length;
      text += markOf(Number(begun), attempt);
    } else if (added !== undefined) text += `${added}\n`;
    else throw new Error(`no command of the ledger: ${command}`);
    return "done";
  };
  return {
    run,
    ledger: {
      read: () => text,
      write: (next) => {
        text = next;
      },
    },
  };
}

/** A trial of the addition task by an agent that is a loop in this process: prompts, calls and judgement are the real ones. */
export function runTrial(task: AdditionTask, harness: AdditionHarness, loop: Loop): Promise<AdditionVerdict> {
  const messages: Message[] = [];
  const turn = async (prompt: string): Promise<ReadonlyMap<number, boolean>> => {
    messages.push({ role: "user", text: prompt, calls: [], results: [] });
    for (let calls = 0; calls < MOST_CALLS; calls++) {
      const reply = await loop.model({ system: "You are an agent.", messages, tools: [BASH], stream: false });
      if (reply.kind === "text") {
        messages.push({ role: "assistant", text: reply.text, calls: [], results: [] });
        return claimsIn(reply.text);
      }
      messages.push({ role: "assistant", text: "", calls: [reply], results: [] });
      const output = loop.run(String(reply.input.command));
      messages.push({ role: "user", text: "", calls: [], results: [{ id: reply.id, output }] });
    }
    throw new Error("the model does not come to an end");
  };
  return harness.telling === "prompt" ? inOnePrompt(task, harness, loop, turn) : inTurns(task, harness, loop, turn);
}

type TakeTurn = (prompt: string) => Promise<ReadonlyMap<number, boolean>>;

async function inOnePrompt(task: AdditionTask, harness: AdditionHarness, { ledger }: Loop, turn: TakeTurn): Promise<AdditionVerdict> {
  const claims = await turn(wholePrompt(task, harness));
  return judgeLedger(ledger.read(), task, harness, claims);
}

async function inTurns(task: AdditionTask, harness: AdditionHarness, { ledger }: Loop, turn: TakeTurn): Promise<AdditionVerdict> {
  let before: AttemptRecord | undefined;
  const records: StageRecord[] = [];
  for (const stage of stagesOf(task, harness)) {
    const attempts: AttemptRecord[] = [];
    const isStopped = records.length > 0 && !records.at(-1)?.accepted && harness.onUnrecovered === "abort";
    for (let attempt = 1; !isStopped && attempt <= harness.retryBudget && !attempts.at(-1)?.accepted; attempt++) {
      const found = ledger.read() + markOf(stage.number, attempt);
      ledger.write(found);
      const claimed = (await turn(stagePrompt(task, harness, stage.number, attempt, before))).get(stage.number);
      const judged = judgeTurn(found, ledger.read(), stage);
      ledger.write(judged.ledger);
      before = { ...judged.record, ...(claimed === undefined ? {} : { claimed }) };
      attempts.push(before);
    }
    records.push(stageRecord(stage.number, stage.request, attempts));
  }
  return verdictOf(records, task);
}
