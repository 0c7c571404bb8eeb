import type { Solution } from "../../../model/result.ts";
import { solver } from "../solver/solvers.ts";
import { type CurvePlace, type SolvedCurve, solveCurve, solvePins } from "./curve.ts";
import type { Panel } from "./panel.ts";
import type { ExploreState } from "./state.ts";

/** What is known of the present state; older answers stay until newer ones come. */
export interface Answers {
  readonly curve: SolvedCurve;
  readonly pins: ReadonlyMap<string, readonly CurvePlace[]>;
}

export interface Listeners {
  onCurve(state: ExploreState, answers: Answers): void;
  onSolution(solution: Solution): void;
  onFault(error: unknown): void;
}

/** Knobs rest when nothing has moved for so long; only then the slower cards are asked. */
const REST_MS = 150;

/**
 * Asks for everything that a state shows, what is seen first first. A new question ends the old ones.
 */
export function answering({ onCurve, onSolution, onFault }: Listeners, panels: () => readonly Panel[]) {
  let asked = new AbortController();
  let resting: ReturnType<typeof setTimeout> | undefined;

  const guarded = async (work: Promise<void>) => {
    const mine = asked;
    try {
      await work;
    } catch (error) {
      if (!mine.signal.aborted) onFault(error);
    }
  };

  const tellPanels = (state: ExploreState, live: boolean) => {
    const question = { point: state.point, seed: state.seed, signal: asked.signal };
    for (const panel of panels()) if (panel.live === live) void guarded(panel.show(question));
  };

  const answer = async (state: ExploreState, signal: AbortSignal) => {
    const curve = await solveCurve(state, signal);
    onCurve(state, { curve, pins: new Map() });
    if (state.pins.length > 0) {
      const pins = await solvePins(
        state,
        curve.places.map(({ at }) => at),
        signal,
      );
      onCurve(state, { curve, pins });
    }
    onSolution(await solver("live").ask<Solution>("solution", { point: state.point }, { signal }));
    tellPanels(state, true);
  };

  return {
    ask(state: ExploreState): void {
      asked.abort();
      asked = new AbortController();
      clearTimeout(resting);
      resting = setTimeout(() => tellPanels(state, false), REST_MS);
      void guarded(answer(state, asked.signal));
    },
    /** For panels that came later than the state. */
    askPanels(state: ExploreState): void {
      tellPanels(state, true);
      tellPanels(state, false);
    },
    end(): void {
      asked.abort();
      clearTimeout(resting);
    },
  };
}
