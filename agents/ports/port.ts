import type { Command, Inside } from "../sandbox/sandboxRun.ts";
import type { EventLog } from "./eventLog.ts";

/** Protocol that an agent speaks to its model. */
export type WireProtocol = "responses" | "chat" | "messages" | "gemini";

/** One instruction to an agent: the first of a session, or the next. */
export interface Turn {
  /** Instruction, with the workflow's text where that goes by prompt. */ readonly prompt: string;
  /** Text of the system level; a port that has none refuses it. */ readonly system?: string;
  /** Id of the session to go on with, as an earlier outcome told it; absent for the first turn. */ readonly session?: string;
  /** Name of the model, as the proxy knows it. */ readonly model: string;
  /** The agent's program, as seen from inside. */ readonly program: string;
  /** Most turns of the model, where the agent can count them itself. */ readonly turns?: number;
}

/** How one agent is found, started, continued and understood. One file an agent; no state. */
export interface AgentPort {
  /** As users write it: "codex". */ readonly name: string;
  /** Its program: the first name that is found. */ readonly programs: readonly string[];
  readonly protocol: WireProtocol;
  readonly install: Install;
  /** Versions it was tried with. Others may work: events are read so that what is unknown is no fault. */ readonly tried: {
    readonly from: string;
    readonly to: string;
  };
  /** Whether a session can be gone on with; if not, a trial gives all in one prompt. */ readonly continues: boolean;
  /** Whether it takes text of the system level, beside its own. */ readonly takesSystem: boolean;
  /** Whether it can hold a limit of turns itself. The proxy's budget of requests holds for every agent. */ readonly limitsTurns: boolean;
  /** @throws InvalidInput for what the agent cannot do (a system text, a next turn) */ readonly command: (
    turn: Turn,
    inside: Inside,
  ) => Command;
  /** Takes one event of its standard output. Never throws, whatever comes. */ readonly read: (event: unknown, log: EventLog) => void;
  /** For an agent that writes a file in place of events: its path in the home. It is read by `read` as one event. */ readonly resultFile?: string;
}

export interface Install {
  readonly registry: "npm" | "pip";
  readonly name: string;
  readonly version: string;
  /** Least Node, such as "22.19"; absent where it brings its own or needs none. */ readonly node?: string;
}
