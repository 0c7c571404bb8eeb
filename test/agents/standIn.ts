import { asText, at, countAt, textAt } from "../../agents/json.ts";
import { type FoundAgent, findAgent } from "../../agents/ports/findAgent.ts";
import type { AgentPort } from "../../agents/ports/port.ts";
import { checkTurn, modelAddress, promptWord } from "../../agents/ports/words.ts";

/**
 * How `standInAgent.mjs` misbehaves. "fork", "print", "fill-disk" and "garbage" do it and then go on with the turn, where they are let.
 * `NAME@N` does it after N results of tools in the turn.
 */
export type Fault = "hang" | "ignore-term" | "fork" | "print" | "fill-disk" | "nothing" | "crash" | "garbage";

/**
 * The port of a small agent that needs no install, for tests of trials and sweeps:
 *
 *   const [port, agent] = [standIn(), await standInAgent()];
 *   port.command({ prompt, model: "any", program: inside.path(agent.program) }, inside)   // with agent.binds in the sandbox
 *   standIn("hang@2")                                                                     // hangs after two results of tools
 */
export function standIn(fault?: Fault | `${Fault}@${number}`): AgentPort {
  const port: AgentPort = {
    name: "stand-in",
    programs: ["standInAgent.mjs"],
    protocol: "chat",
    install: { registry: "npm", name: "stand-in", version: "1.0.0" },
    tried: { from: "1.0.0", to: "1.0.0" },
    continues: true,
    takesSystem: true,
    limitsTurns: false,
    command: (turn, inside) => {
      checkTurn(port, turn);
      return {
        argv: [
          turn.program,
          ...["--model", turn.model],
          ...(turn.session === undefined ? [] : ["--session", turn.session]),
          ...(turn.system === undefined ? [] : [`--system=${turn.system}`]),
          ...["--", promptWord(turn.prompt)],
        ],
        environment: { STAND_IN_MODEL: modelAddress(inside), ...(fault === undefined ? {} : { STAND_IN_FAULT: fault }) },
      };
    },
    read: (event, log) => {
      const type = textAt(event, "type");
      if (type === "session") log.session(textAt(event, "id"));
      else if (type === "text") log.text(textAt(event, "text"));
      else if (type === "tool_call") log.toolCall(textAt(event, "id"), textAt(event, "name"), asText(at(event, "input")));
      else if (type === "tool_result") log.toolResult(textAt(event, "id"), textAt(event, "output") ?? "", { exit: countAt(event, "exit") });
      else if (type === "usage")
        log.addUsage({
          inputTokens: countAt(event, "input_tokens"),
          cachedTokens: countAt(event, "cached_tokens"),
          outputTokens: countAt(event, "output_tokens"),
        });
      else if (type === "final") {
        log.text(textAt(event, "text"));
        log.end("answered");
      } else if (type === "failed") log.end("failed", textAt(event, "message"), countAt(event, "status"));
    },
  };
  return port;
}

let found: Promise<FoundAgent | undefined> | undefined;

/** Where it is, as `findAgent` tells it; looked for once a file of tests. */
export async function standInAgent(): Promise<FoundAgent> {
  found ??= findAgent(standIn(), import.meta.dirname, "");
  const agent = await found;
  if (!agent) throw new Error("standInAgent.mjs must be executable");
  return agent;
}
