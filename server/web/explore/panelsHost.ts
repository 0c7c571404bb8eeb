import type { Panel, Question, Wishes } from "./panel.ts";

/** A card is asked when it is so near to what is seen: one below the fold costs a drag nothing. */
const NEAR = "250px";

/** The cards below the curve, loaded once the curve is there. */
export interface PanelsHost {
  readonly element: HTMLElement;
  /** Builds the cards. */ load(): Promise<void>;
  /** Live ones are told at once, the others when the knobs rest. */ show(question: Omit<Question, "signal">, isResting: boolean): void;
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
  let asked: { readonly question: Omit<Question, "signal">; readonly isResting: boolean } | undefined;
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
          if (asked && told.get(panel) !== asked.question && (panel.live || asked.isResting)) tell(panel, asked.question);
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
  const show = (question: Omit<Question, "signal">, isResting: boolean) => {
    asked = { question, isResting };
    for (const panel of panels)
      if (seen.has(panel) && (panel.live || isResting)) tell(panel, question);
      else running.get(panel)?.abort();
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
    end() {
      ended = true;
      observer.disconnect();
      for (const controller of running.values()) controller.abort();
      for (const panel of panels) panel.end();
    },
  };
}
