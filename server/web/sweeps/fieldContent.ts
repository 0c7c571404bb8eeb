import { columnsOf } from "../../../experiments/sweep/columns.ts";
import { CURVE_DATA } from "../../../figures/explore/knobCurve.ts";
import { HEAT_DATA, type HeatCell, heatMap } from "../../../figures/sweeps/heatMap.ts";
import { type LineRow, sweepLine } from "../../../figures/sweeps/sweepLine.ts";
import type { PictureContent, Table } from "../picture/content.ts";
import type { Cell, Figure } from "./cell.ts";
import { bestOf, fieldInWords, knownInWords } from "./fieldWords.ts";
import { type Plan, type PlanAxis, sweepCommand } from "./plan.ts";
import type { MethodChoice } from "./state.ts";

/** What a picture of a sweep is made of. */
export interface FieldShown {
  readonly plan: Plan;
  readonly method: MethodChoice;
  readonly cells: readonly (Cell | undefined)[];
  readonly figure: Figure;
  /** The place that is read. */ readonly here: number | undefined;
  /** Curves kept, of a sweep over one knob. */ readonly pinned: readonly (LineRow & { readonly pin: string; readonly name: string })[];
  /** px */ readonly width: number;
}

export function fieldContent(shown: FieldShown): PictureContent {
  const { plan, cells, method } = shown;
  const { best, missing } = fieldInWords(plan, cells);
  const [first, second] = plan.axes as readonly [PlanAxis, PlanAxis?];
  const table = tableOf(plan, cells, method);
  return {
    name: `sweep-${plan.axes.map(({ name }) => name.replaceAll(/\W+/g, "-").replace(/-$/, "")).join("-by-")}`,
    summary: `Pass rate and final bias over ${plan.axes.map(({ label }) => label).join(" and ")}. ${best} ${missing}`,
    ...(second ? heatOf(shown, first, second) : lineOf(shown, first)),
    table,
    json: { spec: plan.spec, rows: table.rows },
    command: sweepCommand(plan),
  };
}

type Drawn = Pick<PictureContent, "spec" | "datasets">;

function heatOf({ plan, cells, figure, here, width }: FieldShown, across: PlanAxis, up: PlanAxis): Drawn {
  const solved: HeatCell[] = [];
  const missing: (HeatCell & { readonly reason?: string | undefined })[] = [];
  const at = (index: number) => {
    const [x = 0, y = 0] = plan.placesAt(index);
    return { x, y, across: across.values[x] as number, up: up.values[y] as number };
  };
  cells.forEach((cell, index) => {
    if (cell?.passRate && cell.finalBias)
      solved.push({ ...at(index), passRate: cell.passRate.value, finalBias: cell.finalBias.value, ...intervalOf(cell) });
    else if (cell) missing.push({ ...at(index), reason: cell.reason });
  });
  const best = bestOf(cells, figure);
  return {
    spec: (look) => heatMap([across, up], figure, look, width),
    datasets: {
      [HEAT_DATA.cells]: solved,
      [HEAT_DATA.missing]: missing,
      [HEAT_DATA.best]: best === undefined ? [] : [at(best)],
      [HEAT_DATA.here]: here === undefined ? [] : [at(here)],
    },
  };
}

function lineOf({ cells, here, pinned, width }: FieldShown, axis: PlanAxis): Drawn {
  const rowOf = (cell: Cell | undefined, i: number): LineRow[] => {
    if (!cell) return [];
    const { passRate, finalBias } = cell;
    const ends = { passRateLow: passRate?.low, passRateHigh: passRate?.high, finalBiasLow: finalBias?.low, finalBiasHigh: finalBias?.high };
    return [{ at: axis.values[i] as number, passRate: passRate?.value, finalBias: finalBias?.value, ...ends, ...intervalOf(cell) }];
  };
  const isInteger = axis.values.every(Number.isInteger);
  return {
    spec: (look) => sweepLine({ title: axis.title, isInteger, isLog: axis.isLog }, look, width),
    datasets: {
      [CURVE_DATA.curve]: cells.flatMap(rowOf),
      [CURVE_DATA.here]: here === undefined || !cells[here]?.passRate ? [] : rowOf(cells[here], here),
      [CURVE_DATA.pinned]: pinned,
    },
  };
}

const intervalOf = ({ passRate }: Cell) => (passRate?.low === undefined ? {} : { interval: knownInWords("passRate", passRate) });

/** The columns of the command line; what the browser solves is two figures without their errors. */
export function tableOf(plan: Plan, cells: readonly (Cell | undefined)[], method: MethodChoice): Table {
  const varied = plan.axes.map(({ name }) => name);
  const columns =
    method === "browser"
      ? [...varied, "status", "passRate", "finalBias", "reason"]
      : columnsOf({ varied, computed: [], method: method === "simulate" ? "simulate" : "exact" });
  const rows = cells.flatMap((cell, index) => {
    if (!cell) return [];
    if (cell.columns) return [cell.columns];
    const at = plan.placesAt(index).map((place, i) => [varied[i], plan.axes[i]?.values[place]] as const);
    const figures =
      cell.passRate && cell.finalBias ? { passRate: cell.passRate.value, finalBias: cell.finalBias.value } : { reason: cell.reason };
    return [{ ...Object.fromEntries(at), status: cell.passRate ? "ok" : cell.isUnresolved ? "unresolved" : "refused", ...figures }];
  });
  return { columns, rows };
}
