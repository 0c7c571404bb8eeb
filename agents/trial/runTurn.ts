import { EventLog } from "../ports/eventLog.ts";
import type { FoundAgent } from "../ports/findAgent.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { AgentPort } from "../ports/port.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import type { Limits } from "../sandbox/limits.ts";
import { readResultText } from "../sandbox/readResult.ts";
import { runInSandbox } from "../sandbox/runInSandbox.ts";
import type { SandboxResult } from "../sandbox/sandboxRun.ts";

const MOST_RESULT_BYTES = 32 * 2 ** 20;

/** Where and with what the turns of one trial run. */
export interface Place {
  readonly port: AgentPort;
  readonly agent: FoundAgent;
  /** As the agent asks for it. */ readonly model: string;
  readonly work: string;
  readonly workPath?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly home: string;
  /** The proxy's. */ readonly socket: string;
  readonly isolation: Isolation;
  readonly limits: Partial<Limits>;
  readonly signal?: AbortSignal;
}

export interface RanTurn {
  readonly outcome: Outcome;
  readonly run: SandboxResult;
}

/**
 * Gives an agent one instruction and waits for its end.
 *
 * @param session  of an earlier turn's outcome, to go on with
 * @throws InvalidInput for what the agent cannot do
 */
export async function runTurn(place: Place, prompt: string, session: string | undefined): Promise<RanTurn> {
  const { port, agent, model, work, workPath, environment, home, socket, isolation, limits, signal } = place;
  const log = new EventLog(port);
  const run = await runInSandbox({
    command: (inside) => {
      const turn = { prompt, model, program: inside.path(agent.program), ...(session === undefined ? {} : { session }) };
      const command = port.command(turn, inside);
      return { ...command, environment: { ...environment, ...command.environment } };
    },
    work,
    ...(workPath === undefined ? {} : { workPath }),
    home,
    binds: agent.binds,
    modelSocket: socket,
    isolation,
    limits,
    onLine: (line, cut) => log.line(line, cut),
    ...(signal === undefined ? {} : { signal }),
  });
  if (port.resultFile !== undefined) log.line((await readResultText(home, port.resultFile, MOST_RESULT_BYTES)) ?? "", false);
  return { outcome: log.outcome(), run };
}
