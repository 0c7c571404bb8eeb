import type { LawView } from "../../../figures/explore/progressLaw.ts";
import type { PointInput } from "../../../model/point.ts";

/** What the panels are asked to show: one point, which the model accepts. */
export interface Question {
  readonly point: PointInput;
  /** Names the random streams of what is simulated. */ readonly seed: string;
  /** How the law of the final progress is drawn; undefined leaves it to the card. */ readonly lawView: LawView | undefined;
  /** Aborted once another question follows, or the page is left. */ readonly signal: AbortSignal;
}

/** What a card may ask of the page. */
export interface Wishes {
  /** A step that can be undone. */ changePoint(point: PointInput): void;
  changeSeed(seed: string): void;
  changeLawView(view: LawView): void;
}

/**
 * A card of the Explore page below the curve. `show` is called after the knobs rest for a moment, never while one is being dragged.
 */
export interface Panel {
  readonly element: HTMLElement;
  /** @throws the signal's reason once it is aborted */
  show(question: Question): Promise<void>;
  end(): void;
}

export type MakePanel = (wishes: Wishes) => Panel;
