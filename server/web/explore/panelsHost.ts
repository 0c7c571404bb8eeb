import type { Panel, Question, Wishes } from "./panel.ts";

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

  const tell = (panel: Panel, question: Omit<Question, "signal">) => {
    running.get(panel)?.abort();
    const mine = new AbortController();
    running.set(panel, mine);
    panel.show({ ...question, signal: mine.signal }).catch((error) => {
      if (!mine.signal.aborted) onFault(error);
    });
  };
  const show = (question: Omit<Question, "signal">, isResting: boolean) => {
    asked = { question, isResting };
    for (const panel of panels)
      if (panel.live || isResting) tell(panel, question);
      else running.get(panel)?.abort();
  };
  return {
    element,
    async load() {
      const { PANELS } = await import("./panels.ts");
      if (ended) return;
      panels = PANELS.map((make) => make(wishes));
      element.append(...panels.map((panel) => panel.element));
      if (asked) show(asked.question, asked.isResting);
    },
    show,
    end() {
      ended = true;
      for (const controller of running.values()) controller.abort();
      for (const panel of panels) panel.end();
    },
  };
}
