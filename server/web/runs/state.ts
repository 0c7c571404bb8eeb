import type { TrialKnob } from "../../api.ts";
import { readLink, writeLink } from "../state/link.ts";
import type { TrialMeasure } from "./measures.ts";
import { MEASURE_NAMES } from "./measures.ts";

/** What the Runs page lists, draws and has open. */
export interface RunsState {
  readonly agent?: string;
  readonly model?: string;
  readonly task?: string;
  readonly status?: string;
  readonly offset: number;
  readonly over: TrialKnob;
  readonly measure: TrialMeasure;
  /** Key of the open cell. */ readonly cell?: string;
  /** Of its trials. */ readonly trialsOffset: number;
  /** Key and number of the open trial. */ readonly trial?: TrialName;
}

export interface TrialName {
  readonly key: string;
  readonly number: number;
}

export const KNOBS: Readonly<Record<TrialKnob, { readonly title: string; readonly plain: string }>> = {
  k: { title: "stages K", plain: "equal stages, or steps of a workflow" },
  extent: { title: "extent r", plain: "scaffolded stages; the rest is the agent's" },
  retryBudget: { title: "retry budget R", plain: "attempts at a stage in all" },
};
export const STATUSES = ["finished", "agent failed", "limit", "model failed", "stopped", "fault"] as const;
export const PER_PAGE = 50;
const FILTERS = ["agent", "model", "task"] as const;
const KEY = /^[0-9a-f]{64}$/;
const FIRST: RunsState = { offset: 0, over: "k", measure: "passRate", trialsOffset: 0 };

export function linkOf({ offset, trialsOffset, over, measure, trial, ...rest }: RunsState): string {
  return writeLink({
    ...rest,
    offset: offset === 0 ? undefined : offset,
    trialsOffset: trialsOffset === 0 ? undefined : trialsOffset,
    over: over === FIRST.over ? undefined : over,
    measure: measure === FIRST.measure ? undefined : measure,
    trial: trial && `${trial.key}/${trial.number}`,
  });
}

/** What does not fit is told, and replaced by what is sound. */
export function stateOf(search: string): { readonly state: RunsState; readonly faults: readonly string[] } {
  const link = readLink(search);
  const faults: string[] = [];
  const field = <T>(name: string, rule: string, read: (text: string) => T | undefined): T | undefined => {
    if (link[name] === undefined) return undefined;
    const value = read(String(link[name]));
    if (value === undefined) faults.push(`${name} must be ${rule}`);
    return value;
  };
  const place = (name: string) =>
    field(name, "a whole number, 0 or more", (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)) ?? 0;
  const oneOf = <T extends string>(name: string, all: readonly T[]) =>
    field(name, `one of ${all.join(", ")}`, (text) => all.find((each) => each === text));
  const filters = FILTERS.flatMap((name) => {
    const value = field(name, "1 to 2,000 characters", (text) => (text.length > 0 && text.length <= 2_000 ? text : undefined));
    return value === undefined ? [] : [[name, value] as const];
  });
  const state = {
    ...Object.fromEntries(filters),
    status: oneOf("status", STATUSES),
    offset: place("offset"),
    trialsOffset: place("trialsOffset"),
    over: oneOf("over", Object.keys(KNOBS) as TrialKnob[]) ?? FIRST.over,
    measure: oneOf("measure", MEASURE_NAMES) ?? FIRST.measure,
    cell: field("cell", "64 hex digits", (text) => (KEY.test(text) ? text : undefined)),
    trial: field("trial", "64 hex digits, a stroke and a number", trialName),
  };
  return { state: Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as unknown as RunsState, faults };
}

function trialName(text: string): TrialName | undefined {
  const [key = "", number = "", ...more] = text.split("/");
  return KEY.test(key) && /^[1-9]\d{0,8}$/.test(number) && more.length === 0 ? { key, number: Number(number) } : undefined;
}
