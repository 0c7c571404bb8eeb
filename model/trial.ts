import type { Point } from "./point.ts";

/**
 * A trial of a real agent: one task, one harness, once. Its cell is everything that fixes what it is a sample of; trials whose cells
 * differ in `trial` alone are repeats. A trial is to an agent what a run is to the model.
 */

/** Whether the harness is told in one prompt, or stage by stage in one session. */
export type Telling = "prompt" | "turns";

/** What the agent is told about claims: nothing, to show evidence first, or to follow and confirm. */
export type GuidanceText = "none" | "evidence" | "compliance";

/** The addition task: bring a ledger to a total. All in units of work. */
export interface AdditionTask {
  readonly kind: "addition";
  readonly goal: number;
  readonly tolerance: number;
  /** M, numbers that an attempt may append. */ readonly stepBudget: number;
  /** Whether the running total is printed after each number. */ readonly total: "shown" | "hidden";
}

/** A task of Harbor's format. */
export interface FolderTask {
  readonly kind: "folder";
  readonly name: string;
  /** SHA-256 over its files, so that a changed task is another one. */ readonly checksum: string;
}

/** One step of a workflow: what is asked, and which of the task's named checks it must pass. */
export interface WorkflowStep {
  readonly name: string;
  readonly instruction: string;
  /** Names in the verifier's rewards that must be 1 or more; none where only the whole task is checked. */ readonly checks: readonly string[];
}

/** Harness of an addition task: the stages of a point. */
export interface AdditionHarness {
  readonly stages: Point["stages"];
  readonly retryBudget: number;
  readonly onUnrecovered: Point["onUnrecovered"];
  readonly telling: Telling;
  readonly guidance: GuidanceText;
}

/** Harness of another task: a workflow, in full or its first steps only. */
export interface WorkflowHarness {
  /** None: the bare instruction. */ readonly steps: readonly WorkflowStep[];
  /** r: steps that are scaffolded; the rest is left to the agent in one stage. Absent for all. */ readonly extent?: number;
  readonly retryBudget: number;
  readonly onUnrecovered: Point["onUnrecovered"];
  readonly telling: Telling;
  readonly guidance: GuidanceText;
}

/** Raised when what the lab tells an agent changes: trials told in other words are other trials. */
export const WORDING = 1;

export const isWorkflow = (harness: AdditionHarness | WorkflowHarness): harness is WorkflowHarness => "steps" in harness;

/** What a trial is a sample of. The key of a trial is the hash of this as canonical JSON. */
export interface Cell {
  /** As the port is called: "codex". */ readonly agent: string;
  /** As it told it; "unknown" where it did not. */ readonly version: string;
  /** As the agent asks for it. */ readonly model: string;
  /** Where it comes from: the host of its server, or for the lab's own model what fixes its law (pool, guidance, claims, seed). */
  readonly source: string;
  readonly task: AdditionTask | FolderTask;
  readonly harness: AdditionHarness | WorkflowHarness;
  /** Of the lab's own texts: `WORDING`. */ readonly wording: number;
  /** Number of the repeat, from 1. */ readonly trial: number;
}

/**
 * How a trial ended. Only the first three are samples of the pass rate; the rest say nothing about agent and harness, are kept, and
 * may be run again.
 * "finished": the agent ended its last turn by itself. "agent failed": it ended otherwise, by itself (an error of its own, its own limit,
 * an exit without a last word). "limit": it was ended by a limit of the trial (time, output, disk, processes, memory, requests, tokens,
 * money). "model failed": the model's server refused or broke off. "stopped": the lab was interrupted. "fault": the lab's own.
 */
export type TrialStatus = "finished" | "agent failed" | "limit" | "model failed" | "stopped" | "fault";

/** Whether a trial is a sample of the pass rate. */
export const isSample = (status: TrialStatus): boolean => status === "finished" || status === "agent failed" || status === "limit";

/** Why an attempt at a stage was not accepted. The first two are the model's; an attempt is "rewritten" where the ledger's past was changed. */
export type Rejection = "overshoot" | "exhaustion" | "too many steps" | "rewritten" | "no attempt" | "check failed" | "no verdict";

export interface AttemptRecord {
  readonly accepted: boolean;
  /** Of those that are not accepted. */ readonly rejection?: Rejection;
  /** Addition: numbers appended, in order. */ readonly steps?: readonly number[];
  /** Whether the agent said that the stage is done; absent where it did not say. */ readonly claimed?: boolean;
}

export interface StageRecord {
  readonly name: string;
  /** Addition: ℓ, units of work. */ readonly request?: number;
  readonly attempts: readonly AttemptRecord[];
  /** Some attempt was accepted. */ readonly accepted: boolean;
}

/** What one trial came to. Texts of the agent are not in here but in its trace. */
export interface TrialRecord {
  readonly schema: 1;
  readonly key: string;
  readonly cell: Cell;
  readonly status: TrialStatus;
  /** One sentence, where the status is not "finished". */ readonly reason?: string;
  /** Addition: every stage was accepted. Else: the task's own verifier was content at the end. Absent where it is no sample. */
  readonly passed?: boolean;
  /** Addition: X, units of work, and |X − G|. */ readonly progress?: number;
  readonly finalBias?: number;
  readonly stages: readonly StageRecord[];
  /** Calls of tools; absent where nobody counted them, as in a job of Harbor's without a trace. */ readonly toolCalls?: number;
  readonly usage: TrialUsage;
  /** ISO 8601, UTC. */ readonly startedAt: string;
  /** Wall clock of the trial, and of the agent's processes in it where that is known. */ readonly durationMs: number;
  readonly agentMs?: number;
  /** "container": of Harbor's, where its environment ran the trial. */ readonly isolation: "bubblewrap" | "container" | "none";
  /** Of a trial that another program ran: where it says so, such as "harbor <job>/<trial>". The same origin is the same trial. */
  readonly origin?: string;
  /** What did not hold on this machine, or is only as another program reports it; one sentence each. */ readonly notices: readonly string[];
  /** Version of the lab, and commit where it is known. */ readonly lab: { readonly version: string; readonly commit?: string };
}

/** As the proxy counted it, or as the program reports it that ran the trial. Tokens and money are absent where they were not told for every request that was answered. */
export interface TrialUsage {
  readonly requests?: number;
  readonly inputTokens?: number;
  readonly cachedTokens?: number;
  readonly outputTokens?: number;
  /** In the currency of the price table. */ readonly cost?: number;
}
