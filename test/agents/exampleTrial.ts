import { type TracedTurn, trajectoryOf } from "../../agents/trace/atif.ts";
import type { Trajectory } from "../../agents/trace/trajectory.ts";
import type { TrialRecord } from "../../model/trial.ts";

/** A trial of addition in two stages: the first is claimed done and is not, is tried again, and the second is hidden behind a long output. */
export const TRIAL: TrialRecord = {
  schema: 1,
  key: "5f2c1d0a9b8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a",
  cell: {
    agent: "codex",
    version: "0.169.0",
    model: "gpt-example",
    source: "api.openai.com",
    task: { kind: "addition", goal: 20, tolerance: 2, stepBudget: 8, total: "hidden" },
    harness: {
      stages: { kind: "uniform", count: 2 },
      retryBudget: 2,
      onUnrecovered: "abort",
      telling: "turns",
      guidance: "evidence",
    },
    wording: 1,
    trial: 3,
  },
  status: "finished",
  passed: true,
  progress: 20.3,
  finalBias: 0.3,
  stages: [
    {
      name: "stage 1",
      request: 10,
      accepted: true,
      attempts: [
        { accepted: false, rejection: "overshoot", steps: [6.25, 7.5], claimed: true },
        { accepted: true, steps: [5.1, 4.9], claimed: true },
      ],
    },
    { name: "stage 2", request: 10, accepted: true, attempts: [{ accepted: true, steps: [6.2, 4.1] }] },
  ],
  toolCalls: 4,
  usage: { requests: 9, inputTokens: 361_204, cachedTokens: 210_000, outputTokens: 1_290 },
  startedAt: "2026-11-21T10:00:00.000Z",
  durationMs: 4_312,
  agentMs: 3_990,
  isolation: "bubblewrap",
  notices: ["Memory was watched, not limited: the machine has no control groups."],
  lab: { version: "0.1.0", commit: "762f3d9a1b2c3d4e5f" },
};

const call = (id: string, command: string, output: string, exit = 0) => [
  { kind: "tool call" as const, id, tool: "command_execution", input: JSON.stringify({ command }) },
  { kind: "tool result" as const, id, output, exit },
];

export const TURNS: readonly [TracedTurn, ...TracedTurn[]] = [
  {
    prompt: "Bring the ledger 10 further. Append numbers by `./ledger add NUMBER`.\nShow evidence before you say that it is done.",
    stage: "stage 1",
    attempt: 1,
    accepted: false,
    rejection: "overshoot",
    claimed: true,
    startedAt: "2026-11-21T10:00:00.100Z",
    usage: { inputTokens: 120_000, cachedTokens: 70_000, outputTokens: 400 },
    outcome: {
      status: "answered",
      finalText: "Done.",
      sessionId: "session-1",
      steps: 2,
      usageOver: "session",
      unread: 0,
      events: [
        { kind: "text", text: "I will append two numbers." },
        ...call("call-1", "./ledger add 6.25", "added 6.25\n"),
        ...call("call-2", "./ledger add 7.5 && ./ledger total", "added 7.5\nledger: no such command: total\n", 1),
        { kind: "notice", text: "Model metadata for `gpt-example` not found." },
        { kind: "text", text: "Done." },
      ],
    },
  },
  {
    prompt: "That stage was not accepted. It was undone; do it again.",
    stage: "stage 1",
    attempt: 2,
    accepted: true,
    claimed: true,
    usage: { inputTokens: 120_000, outputTokens: 390 },
    outcome: {
      status: "answered",
      finalText: "Done: 5.1 + 4.9.",
      sessionId: "session-1",
      steps: 1,
      usageOver: "session",
      unread: 0,
      events: [
        ...call("call-1", "./ledger add 5.1; ./ledger add 4.9", "added 5.1\nadded 4.9\n"),
        { kind: "text", text: "Done: 5.1 + 4.9." },
      ],
    },
  },
  {
    prompt: "Bring the ledger 10 further.",
    stage: "stage 2",
    attempt: 1,
    accepted: true,
    outcome: {
      status: "failed",
      reason: "the model's server answered 500",
      httpStatus: 500,
      sessionId: "session-1",
      steps: 1,
      usageOver: "session",
      unread: 2,
      events: call(
        "call-9",
        "./ledger add 6.2; ./ledger add 4.1; ls -la /usr/bin",
        Array.from({ length: 300 }, (_, n) => `-rwxr-xr-x 1 root root ${n} program-${n}`).join("\n"),
      ),
    },
  },
];

export const traced = (turns: readonly TracedTurn[] = TURNS, { key, cell, usage }: TrialRecord = TRIAL, currency?: string): Trajectory =>
  trajectoryOf({ key, cell, usage, turns, ...(currency === undefined ? {} : { currency }) });
