import { setImmediate as turn } from "node:timers/promises";
import type { TrialRecord } from "../../model/trial.ts";
import { type DamagedPlace, type Indexed, TrialIndex } from "../../store/trialIndex.ts";
import { cellKey } from "../../store/trialKey.ts";
import { isTrialKey, TrialFolder } from "../../store/trials.ts";
import type { DamagedEntry, TrialAnswer } from "../api.ts";
import { ServerProblem } from "../problems.ts";
import { type Held, type HeldCell, heldCell } from "./cellEntry.ts";

/** What is in the folder of trials. */
export interface Cells {
  /** By key; the one whose latest trial began last comes first. */ readonly cells: ReadonlyMap<string, HeldCell>;
  readonly kept: number;
  readonly damaged: readonly DamagedEntry[];
}

/** The folder of trials of a server. It is only read; an absent one holds nothing. */
export class TrialsHere {
  /** As it was named. */ readonly folder: string;
  readonly #folder: TrialFolder;
  readonly #index: TrialIndex<Held>;
  #made: { readonly of: Indexed<Held>; readonly cells: Promise<Cells> } | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.#folder = new TrialFolder(folder, "--trials");
    this.#index = new TrialIndex(this.#folder, (record, { key, number }) => ({
      key,
      number,
      cell: cellKey(record.cell),
      record: withoutSteps(record),
    }));
  }

  /** @throws ServerProblem where the folder cannot be read */
  async cells(): Promise<Cells> {
    const of = await this.#index.list().catch(unreadable);
    if (this.#made?.of !== of) this.#made = { of, cells: cellsOf(of) };
    return this.#made.cells;
  }

  /** @throws ServerProblem where there is no such cell */
  async cell(key: string): Promise<HeldCell> {
    const cell = (await this.cells()).cells.get(key);
    if (!cell) throw new ServerProblem("not-found", "no cell has that key");
    return cell;
  }

  /** All records of a trial, whole. @throws ServerProblem where there is none */
  async trial(key: string): Promise<TrialAnswer> {
    const { read, damaged } = await this.#ofKey(key);
    const [first] = read;
    if (!first && damaged.length === 0) throw new ServerProblem("not-found", "no trial has that key");
    return {
      folder: this.folder,
      cell: first ? cellKey(first.record.cell) : "",
      records: read.map(({ number, record }) => ({ number, record })),
      damaged,
    };
  }

  /** One record, and the folder of its files. @throws ServerProblem where there is none that can be read */
  async kept(key: string, number: number): Promise<{ readonly record: TrialRecord; readonly folder: string }> {
    const { read, damaged } = await this.#ofKey(key);
    const found = read.find((one) => one.number === number);
    if (found) return found;
    const broken = damaged.find((one) => one.number === number);
    throw new ServerProblem("not-found", broken ? `this trial is damaged: ${broken.damage}` : "no trial has that key and number");
  }

  async #ofKey(key: string) {
    if (!isTrialKey(key)) throw new ServerProblem("not-found", "no trial has that key");
    const all = await this.#folder.ofKey(key).catch(unreadable);
    const read = all.flatMap(({ place, ...one }) => ("record" in one ? [{ number: place.number, ...one }] : []));
    return { read, damaged: all.flatMap(({ place, ...one }) => ("damage" in one ? [damagedEntry({ place, damage: one.damage })] : [])) };
  }
}

/** Cells take their turns with whoever else is asked: the interval of one of thousands of trials takes milliseconds. */
async function cellsOf({ trials, damaged }: Indexed<Held>): Promise<Cells> {
  const byCell = new Map<string, Held[]>();
  for (const held of trials) {
    const others = byCell.get(held.cell);
    if (others) others.push(held);
    else byCell.set(held.cell, [held]);
  }
  const cells: [string, HeldCell][] = [];
  for (const [key, held] of byCell) {
    cells.push([key, heldCell(held)]);
    await turn();
  }
  const latestFirst = cells.sort(([, a], [, b]) => (a.entry.latest < b.entry.latest ? 1 : -1));
  return { cells: new Map(latestFirst), kept: trials.length, damaged: damaged.map(damagedEntry) };
}

const damagedEntry = ({ place, damage }: DamagedPlace): DamagedEntry => ({ key: place.key, number: place.number, damage });

const withoutSteps = (record: TrialRecord): TrialRecord => ({
  ...record,
  notices: [],
  stages: record.stages.map((stage) => ({ ...stage, attempts: stage.attempts.map(({ steps: _, ...attempt }) => attempt) })),
});

/** What is wrong with the folder is named with its path, which is not for whoever asks. */
function unreadable(): never {
  throw new ServerProblem("store-unusable", "the folder of trials cannot be read");
}
