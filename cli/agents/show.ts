import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { harmless, harmlessLine } from "../../agents/sandbox/harmless.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { TrialRecord } from "../../model/trial.ts";
import { cellKey } from "../../store/trialKey.ts";
import type { KeptTrial } from "../../store/trials.ts";
import { jsonOption, pathText } from "../options.ts";
import { print, printJson } from "../print.ts";
import { quoted } from "../quoted.ts";
import { table } from "../table.ts";
import { addOptions, TRIALS_FOLDER, trialsFolderOption } from "./agentOptions.ts";
import { harnessInWords } from "./sweepTable.ts";

interface ShowOptions {
  readonly out: string;
  readonly html?: string;
  readonly atif?: true;
  readonly json?: true;
}

export function addShow(group: Command): void {
  const command = group
    .command("show")
    .summary("a cell's trials, or one trial with its stages and its trace")
    .description("Shows the trials of a cell, or one trial: how it ended, its stages and attempts, and its trace as a page or as ATIF.")
    .argument("<key>", "of a cell or a trial, or its beginning");
  addOptions(
    command,
    new Option("--html <file>", "write the trial's trace there as one page").argParser(pathText("--html")),
    new Option("--atif", "print the trial's trace as ATIF"),
    trialsFolderOption(),
    jsonOption(),
  ).action(show);
}

async function show(key: string, { out, html, atif, json }: ShowOptions): Promise<void> {
  if (!/^[0-9a-f]{4,64}$/.test(key)) throw new InvalidInput("KEY", "must be 4 to 64 hexadecimal digits", key);
  const { TrialFolder } = await import("../../store/trials.ts");
  const { trials } = await new TrialFolder(out, "--out").list();
  const found = trials.filter(({ record }) => record.key.startsWith(key));
  const ofCell = found.length > 0 ? [] : trials.filter(({ record }) => cellKey(record.cell).startsWith(key));
  if (found.length + ofCell.length === 0) throw new InvalidInput("KEY", `must begin the key of a cell or a trial in ${out}`, key);
  if (new Set(found.map(({ record }) => record.key)).size > 1) throw new InvalidInput("KEY", "must begin one key only", key);
  const one = found.at(-1) ?? (ofCell.length === 1 ? ofCell[0] : undefined);
  if (one === undefined) {
    if (html !== undefined || atif) throw new InvalidInput("KEY", "must be of a trial, not of a cell, to show a trace", key);
    const records = ofCell.map(({ record }) => record);
    return json ? printJson(records) : print(cellText(records));
  }
  if (atif) return print(await trajectoryText(one));
  if (html !== undefined) return writePage(one, html);
  if (json) return printJson(found.length > 1 ? found.map(({ record }) => record) : one.record);
  const shown = found.length > 0 ? found : [one];
  await print(shown.map(({ record }) => trialText(record, out)).join("\n"));
}

async function trajectoryText({ folder }: KeptTrial): Promise<string> {
  return readFile(join(folder, "trajectory.json"), "utf8").catch(() => {
    throw new InvalidInput("KEY", "must be of a trial with a trace: this one ended before its first turn");
  });
}

async function writePage(trial: KeptTrial, file: string): Promise<void> {
  const [{ traceHtml }, { readAtif }, { writeAtomically }] = await Promise.all([
    import("../../agents/trace/html.ts"),
    import("../../agents/trace/readAtif.ts"),
    import("../../store/atomicFile.ts"),
  ]);
  const { trajectory, notices } = readAtif(await trajectoryText(trial));
  await writeAtomically(file, traceHtml(trial.record, trajectory, notices), "--html");
  process.stderr.write(`trace written to ${file}\n`);
}

const cellText = (records: readonly TrialRecord[]): string =>
  table([
    ["trial", "number", "status", "passed", "final bias", "stages accepted"],
    ...records.map(({ key, cell, status, passed, finalBias, stages }) => [
      key.slice(0, 8),
      String(cell.trial),
      status,
      passed === undefined ? "-" : passed ? "yes" : "no",
      finalBias === undefined ? "-" : finalBias.toPrecision(4),
      `${stages.filter(({ accepted }) => accepted).length} of ${stages.length}`,
    ]),
  ]);

function trialText(record: TrialRecord, out: string): string {
  const { key, cell, status, reason, passed, progress, finalBias, usage, durationMs, agentMs, startedAt, isolation, notices, lab } = record;
  const facts: (readonly [string, string | undefined])[] = [
    ["trial", key],
    ["cell", `${cellKey(cell)}, number ${cell.trial}`],
    ["agent", `${cell.agent} ${cell.version}`],
    ["model", `${cell.model}, of ${cell.source}`],
    ["task", cell.task.kind === "addition" ? JSON.stringify(cell.task) : cell.task.name],
    ["harness", harnessInWords(cell.harness)],
    ["status", reason === undefined ? status : `${status}: ${reason}`],
    ["passed", passed === undefined ? undefined : passed ? "yes" : "no"],
    ["progress", progress === undefined ? undefined : `${progress}, final bias ${finalBias}`],
    ["used", usageText(record)],
    ["time", `${Math.round(durationMs)} ms${agentMs === undefined ? "" : `, the agent's ${Math.round(agentMs)} ms`}, begun ${startedAt}`],
    ["sandbox", isolation],
    ["lab", [lab.version, lab.commit].filter(Boolean).join(", ")],
    ...notices.map((notice) => ["notice", notice] as const),
  ];
  const lines = facts.flatMap(([what, said]) => (said === undefined ? [] : [`${what.padEnd(9)}${harmlessLine(said, 400)}\n`]));
  return `${lines.join("")}\n${stagesText(record)}${usage.requests === undefined ? "" : `\nIts trace: harness-lab agents show ${key.slice(0, 12)} --html trace.html${outWord(out)}\n`}`;
}

/** For a command to be pasted: the folder where it is not the usual one. */
const outWord = (out: string): string => (out === TRIALS_FOLDER ? "" : ` --out ${quoted(out)}`);

function usageText({ usage: { requests, inputTokens, outputTokens, cost } }: TrialRecord): string {
  const parts = [
    requests === undefined ? undefined : `${requests} requests`,
    inputTokens === undefined || outputTokens === undefined ? "tokens unknown" : `${inputTokens} + ${outputTokens} tokens`,
    cost === undefined ? "cost unknown" : `cost ${cost}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

const stagesText = ({ stages }: TrialRecord): string =>
  table([
    ["stage", "request", "accepted", "attempts", "claimed"],
    ...stages.map(({ name, request, accepted, attempts }) => {
      const claimed = attempts.at(-1)?.claimed;
      const told = attempts.map(
        ({ accepted: yes, rejection, steps }) => `${yes ? "accepted" : (rejection ?? "rejected")}${steps ? ` (${steps.length})` : ""}`,
      );
      return [
        harmless(harmlessLine(name, 40)),
        request === undefined ? "-" : String(request),
        accepted ? "yes" : "no",
        told.join(", ") || "none",
        claimed === undefined ? "-" : claimed ? (accepted ? "done" : "done, FALSELY") : "not done",
      ];
    }),
  ]);
