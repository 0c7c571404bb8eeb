import type { PointInput } from "../../../model/point.ts";
import { solveLive } from "../solver/liveCurve.ts";
import { solver } from "../solver/solvers.ts";
import type { Headline } from "../solver/tasks.ts";
import type { Place } from "./curveWords.ts";
import { valueAt, withValue } from "./knobs.ts";

/** What a curve is asked for with: the knob of a point over some places. */
export interface CurveQuestion {
  readonly point: PointInput;
  readonly path: string;
  readonly places: readonly number[];
}

export interface SolvedCurve {
  readonly rows: readonly Place[];
  /** The point itself. */ readonly here: Place;
  readonly isWhole: boolean;
}

/** Curves kept: turning the knob that a curve runs over moves only its mark. */
const MOST_KEPT = 60;

/** Solves curves and keeps the last ones. */
export function curveSolver() {
  const kept = new Map<string, readonly Headline[]>();
  const keep = (key: string, solved: readonly Headline[]) => {
    kept.delete(key);
    kept.set(key, solved);
    for (const old of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(old);
    }
  };
  return {
    /**
     * The curve with the mark of the present value.
     *
     * @param onPart  told of a curve that is not whole yet
     */
    async live(question: CurveQuestion, onPart: (curve: SolvedCurve) => void, signal: AbortSignal): Promise<SolvedCurve> {
      const { point, path, places } = question;
      const key = keyOf(question);
      const value = valueAt(point, path);
      const known = kept.get(key);
      const there = known && places.indexOf(value);
      if (known && there !== undefined && there >= 0) return curveOf(places, known, value, known[there]);
      if (known) {
        const [here] = await solveLive([point], () => undefined, { signal });
        return curveOf(places, known, value, here);
      }
      // The point itself comes first of all: it is asked for most.
      const onSolved = (solved: readonly (Headline | undefined)[]) => onPart(curveOf(places, solved.slice(1), value, solved[0]));
      const [here, ...solved] = await solveLive([point, ...pointsOf(question)], onSolved, { signal });
      keep(key, solved);
      return curveOf(places, solved, value, here);
    },
    /** A curve to compare with; undefined until it has been solved. */
    known(question: CurveQuestion): readonly Place[] | undefined {
      const solved = kept.get(keyOf(question));
      return solved && rowsOf(question.places, solved);
    },
    /** Solves it behind the live ones. */
    async behind(question: CurveQuestion, signal: AbortSignal): Promise<void> {
      keep(keyOf(question), await solver("behind").ask<readonly Headline[]>("curve", { points: pointsOf(question) }, { signal }));
    },
  };
}

const pointsOf = ({ point, path, places }: CurveQuestion) => places.map((place) => withValue(point, path, place));

/** Equal for two points that differ in the knob alone. */
function keyOf({ point, path, places }: CurveQuestion): string {
  return JSON.stringify([path, withValue(point, path, places[0] as number), places]);
}

function curveOf(
  places: readonly number[],
  solved: readonly (Headline | undefined)[],
  at: number,
  here: Headline | undefined,
): SolvedCurve {
  return { rows: rowsOf(places, solved), here: placeOf(at, here), isWhole: solved.length === places.length && !solved.includes(undefined) };
}

/** Places not solved yet are left out, so that a line joins those that are. */
function rowsOf(places: readonly number[], solved: readonly (Headline | undefined)[]): Place[] {
  return places.flatMap((at, i) => (solved[i] ? [placeOf(at, solved[i])] : []));
}

const placeOf = (at: number, headline: Headline | undefined): Place => ({ at, ...headline });
