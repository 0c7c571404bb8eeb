import { parseSpec } from "../../../experiments/sweep/spec.ts";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";
import { commandReading } from "../state/command.ts";
import { planOf } from "./plan.ts";
import { FIRST, MOST_RUNS, type SweepState, soundAxes } from "./state.ts";

const MOST_CHARACTERS = 1_000_000;

/** Of a spec, the state that shows it; or the part that this page cannot show, with the command that can. */
export type SpecReading = { readonly change: Partial<SweepState> } | { readonly beyond: string; readonly command: string };

/**
 * @param text  YAML or JSON, as `lab sweep --spec` reads it
 * @throws InvalidInput for what no face of the lab takes
 */
export async function readSpec(text: string): Promise<SpecReading> {
  if (text.length > MOST_CHARACTERS) throw new InvalidInput("spec", `must be at most ${MOST_CHARACTERS} characters`, text.length);
  const { parse } = await import("yaml");
  let input: unknown;
  try {
    input = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new InvalidInput("spec", `must be YAML or JSON (${error instanceof Error ? error.message.split("\n")[0] : error})`);
  }
  const spec = parseSpec(input);
  const command = commandReading("sweep --no-store --spec -", input);
  const beyond = partBeyond(spec);
  if (beyond !== undefined) return { beyond, command };
  try {
    const vary = soundAxes(spec.base as PointInput, spec.vary);
    const { method, runs, seed } = spec;
    const change = {
      vary,
      method: method === "exact" ? ("browser" as const) : ("simulate" as const),
      runs: Math.min(runs, MOST_RUNS),
      seed,
    };
    return { change: { ...change, point: wholeBase(spec.base as PointInput, vary) } };
  } catch (error) {
    if (!(error instanceof InvalidInput && error.rule.endsWith(" here"))) throw error;
    return { beyond: error.message, command };
  }
}

function partBeyond({ zip, set, vary }: ReturnType<typeof parseSpec>): string | undefined {
  if (Object.keys(set).length > 0) return "this page evaluates no expressions (set)";
  if (zip.length > 0) return "this page shows no axes that move together (zip)";
  const count = Object.keys(vary).length;
  return count === 1 || count === 2 ? undefined : `this page shows one or two axes, and the spec has ${count}`;
}

/** A base may leave to the axes what they set; the page's base is then the first point. */
function wholeBase(base: PointInput, vary: SweepState["vary"]): PointInput {
  try {
    parsePoint(base);
    return base;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const first = planOf({ ...FIRST, point: base, vary }).pointAt(0);
    parsePoint(first);
    return first;
  }
}
