import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../../model/invalid.ts";
import { type AttemptRecord, type Cell, isSample, type StageRecord, type TrialRecord } from "../../model/trial.ts";
import type { FoundAgent } from "../ports/findAgent.ts";
import type { AgentPort } from "../ports/port.ts";
import type { Budget } from "../proxy/budget.ts";
import type { Prices } from "../proxy/prices.ts";
import { type ModelProxy, startProxy } from "../proxy/proxy.ts";
import type { Upstream } from "../proxy/upstream.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import { checkedLimits, type Limits } from "../sandbox/limits.ts";
import { ownFolder } from "../sandbox/ownFolder.ts";
import { removeFolder } from "../sandbox/removeFolder.ts";
import { claimsIn } from "../tasks/claims.ts";
import type { TracedTurn } from "../trace/atif.ts";
import { type Place, runTurn } from "./runTurn.ts";
import type { StagedTask } from "./staged.ts";
import { STOPPED, type TurnStatus, turnStatus } from "./status.ts";

export interface Trial {
  readonly key: string;
  readonly cell: Cell;
  readonly port: AgentPort;
  readonly agent: FoundAgent;
  readonly staged: StagedTask;
  readonly upstream: Upstream;
  readonly budget: Budget;
  readonly prices: Prices;
  readonly isolation: Isolation;
  readonly limits?: Partial<Limits>;
  readonly lab: TrialRecord["lab"];
  readonly signal?: AbortSignal;
}

export interface TrialResult {
  readonly record: TrialRecord;
  /** For the trace, in order. */ readonly turns: readonly TracedTurn[];
}

/**
 * Runs one trial from an empty work folder to its record, and leaves nothing behind: no process, no folder, no socket.
 *
 * Told in turns, each attempt at a stage is one turn of the agent's session: it is begun, the agent is asked, it is checked, and asked
 * again while the retry budget lasts. Told in one prompt there is one turn, and everything is checked after it.
 *
 * A fault of the lab's own (a full disk, a sandbox that fails) is thrown, not recorded: it is no trial.
 *
 * @throws InvalidInput for what the agent cannot do
 */
export async function runTrial(trial: Trial): Promise<TrialResult> {
  const { cell, port, staged, signal } = trial;
  if (cell.harness.telling === "turns" && !port.continues)
    throw new InvalidInput("harness.telling", `must be "prompt" for ${port.name}: it cannot go on with a session`, "turns");
  const startedAt = new Date();
  const start = performance.now();
  const top = await ownFolder("trial");
  let proxy: ModelProxy | undefined;
  try {
    const [work, home, socket] = [join(top, "work"), join(top, "home"), join(top, "model.sock")];
    await Promise.all([mkdir(work), mkdir(home)]);
    await staged.prepare(work);
    const { upstream, budget, prices } = trial;
    proxy = await startProxy({ socket, protocol: port.protocol, model: cell.model, upstream, budget, prices });
    const place: Place = {
      port,
      agent: trial.agent,
      model: cell.model,
      work,
      home,
      socket,
      isolation: trial.isolation,
      limits: limitsOf(trial),
      ...(staged.workPath === undefined ? {} : { workPath: staged.workPath }),
      ...(staged.environment === undefined ? {} : { environment: staged.environment }),
      ...(signal === undefined ? {} : { signal }),
    };
    const told = await new Telling(trial, place, proxy).tell();
    const samples = isSample(told.status.status);
    const judged = samples ? await staged.judge(work, told.stages, claimsIn(told.lastText)) : undefined;
    const { passed, progress, finalBias } = judged ?? {};
    await proxy.close(); // what was used is complete only then
    const record: TrialRecord = {
      schema: 1,
      key: trial.key,
      cell,
      ...told.status,
      ...(passed === undefined ? {} : { passed }),
      ...(progress === undefined ? {} : { progress }),
      ...(finalBias === undefined ? {} : { finalBias }),
      stages: judged?.stages ?? told.stages ?? [],
      toolCalls: told.toolCalls,
      usage: proxy.usage(),
      startedAt: startedAt.toISOString(),
      durationMs: performance.now() - start,
      agentMs: told.agentMs,
      isolation: trial.isolation.kind,
      notices: [...told.notices, ...(judged?.notices ?? [])],
      lab: trial.lab,
    };
    return { record, turns: told.turns };
  } finally {
    await proxy?.close();
    await removeFolder(top);
  }
}

function limitsOf({ limits, staged: { turnWallMs, memoryBytes, diskBytes } }: Trial): Partial<Limits> {
  return {
    ...(turnWallMs === undefined ? {} : { wallMs: turnWallMs }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(diskBytes === undefined ? {} : { diskBytes }),
    ...limits,
  };
}

/** Tells the agent its harness, turn by turn or at once, and keeps what came of it. */
class Telling {
  readonly turns: TracedTurn[] = [];
  readonly notices = new Set<string>();
  status: TurnStatus = { status: "finished" };
  stages: readonly StageRecord[] | undefined;
  lastText = "";
  toolCalls = 0;
  agentMs = 0;
  readonly trial: Trial;
  readonly place: Place;
  readonly proxy: ModelProxy;
  readonly #startMs = performance.now();
  #session: string | undefined;

  constructor(trial: Trial, place: Place, proxy: ModelProxy) {
    this.trial = trial;
    this.place = place;
    this.proxy = proxy;
  }

  async tell(): Promise<this> {
    const { cell, staged } = this.trial;
    if (cell.harness.telling === "turns") await this.#stageByStage();
    else if (this.#goesOn()) await this.#turn(staged.wholePrompt());
    return this;
  }

  async #stageByStage(): Promise<void> {
    const { cell, staged } = this.trial;
    const { work } = this.place;
    const stages: StageRecord[] = [];
    this.stages = stages;
    let [before, over] = [undefined as AttemptRecord | undefined, false];
    for (const [index, { name, request }] of staged.stages.entries()) {
      const attempts: AttemptRecord[] = [];
      const stage = index + 1;
      while (!over && attempts.length < cell.harness.retryBudget && attempts.at(-1)?.accepted !== true) {
        over = !this.#goesOn();
        if (over) break;
        const attempt = attempts.length + 1;
        await staged.begin(work, stage, attempt);
        const went = await this.#turn(staged.stagePrompt(stage, attempt, before), { stage: name, attempt });
        const claimed = claimsIn(this.lastText).get(stage);
        // An agent that was ended amid an attempt is judged by what it left, and asked no further.
        before = { ...(await staged.check(work, stage, attempt)), ...(claimed === undefined ? {} : { claimed }) };
        attempts.push(before);
        this.#verdict(before);
        over = !went;
      }
      const accepted = attempts.at(-1)?.accepted === true;
      stages.push({ name, ...(request === undefined ? {} : { request }), attempts, accepted });
      over ||= !accepted && cell.harness.onUnrecovered === "abort";
    }
  }

  /** Whether there is time for a turn; the status says why not. */
  #goesOn(): boolean {
    if (this.trial.signal?.aborted) this.status = STOPPED;
    else if (this.#leftMs() < 1) this.status = { status: "limit", reason: "The time budgeted for this trial is spent." };
    else return true;
    return false;
  }

  #leftMs(): number {
    return (this.trial.budget.wallMs ?? Number.POSITIVE_INFINITY) - (performance.now() - this.#startMs);
  }

  /** One turn. @returns whether the trial goes on */
  async #turn(prompt: string, at: { readonly stage?: string; readonly attempt?: number } = {}): Promise<boolean> {
    const startedAt = new Date().toISOString();
    const limits = { ...this.place.limits, wallMs: Math.min(this.#leftMs(), checkedLimits(this.place.limits).wallMs) };
    const { outcome, run } = await runTurn({ ...this.place, limits }, prompt, this.#session);
    await this.proxy.quiet(); // of an agent that was killed amid a request the proxy hears a moment later
    this.#session = outcome.sessionId ?? this.#session;
    this.status = turnStatus(run.ending, { failure: this.proxy.failure(), silentMs: this.proxy.silentMs() }, outcome, run.durationMs);
    this.lastText = outcome.finalText ?? "";
    this.toolCalls += outcome.steps;
    this.agentMs += run.durationMs;
    for (const notice of run.notices) this.notices.add(notice);
    this.turns.push({ prompt, outcome, startedAt, ...at });
    return this.status.status === "finished";
  }

  #verdict({ accepted, rejection, claimed }: AttemptRecord): void {
    const last = this.turns.pop() as TracedTurn;
    const more = { ...(rejection === undefined ? {} : { rejection }), ...(claimed === undefined ? {} : { claimed }) };
    this.turns.push({ ...last, accepted, ...more });
  }
}
