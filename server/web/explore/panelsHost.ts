import type { Panel, Question, Wishes } from "./panel.ts";

/** A card is asked when it is so near to what is seen: one below the fold costs a drag nothing. */
const NEAR = "250px";

/** The cards below the curve, loaded once the curve is there. */
export interface PanelsHost {
  readonly element: HTMLElement;
  /** Builds the cards. */ load(): Promise<void>;
  /** Asks the cards: the knobs rest. */ show(question: Omit<Question, "signal">): void;
  /** The knobs move again: what the cards were asked is not wanted any more. */ stir(): void;
  end(): void;
}

/**
 * @param wishes  what cards may ask of the page
 * @param onFault  told of what a card could not do
 */
export function panelsHost(wishes: Wishes, onFault: (error: unknown) => void): PanelsHost {
  const element = document.createElement("div");
  element.className = "panels";
  let panels: readonly Panel[] = [];
  /** Undefined while the knobs move. */
  let asked: Omit<Question, "signal"> | undefined;
  let ended = false;
  const running = new Map<Panel, AbortController>();
  const seen = new Set<Panel>();
  /** What each card was last asked. */
  const told = new Map<Panel, Omit<Question, "signal">>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const panel = panels.find((each) => each.element === target);
        if (!panel) continue;
        if (!isIntersecting) seen.delete(panel);
        else {
          seen.add(panel);
          if (asked && told.get(panel) !== asked) tell(panel, asked);
        }
      }
    },
    { rootMargin: NEAR },
  );

  const tell = (panel: Panel, question: Omit<Question, "signal">) => {
    running.get(panel)?.abort();
    const mine = new AbortController();
    running.set(panel, mine);
    told.set(panel, question);
    panel.show({ ...question, signal: mine.signal }).catch((error) => {
      if (!mine.signal.aborted) onFault(error);
    });
  };
  const stir = () => {
    asked = undefined;
    for (const controller of running.values()) controller.abort();
  };
  const show = (question: Omit<Question, "signal">) => {
    stir();
    asked = question;
    for (const panel of seen) tell(panel, question);
  };
  return {
    element,
    async load() {
      const { PANELS } = await import("./panels.ts");
      if (ended) return;
      panels = PANELS.map((make) => make(wishes));
      element.append(...panels.map((panel) => panel.element));
      for (const panel of panels) observer.observe(panel.element);
    },
    show,
    stir,
    end() {
      ended = true;
      observer.disconnect();
      stir();
      for (const panel of panels) panel.end();
    },
  };
}
