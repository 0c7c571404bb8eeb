/** A page's state over time: what it is now, and the steps that can be undone. */
export interface Timeline<S> {
  readonly now: S;
  /** Shows a state that is still being dragged: no step of its own. */ preview(next: S): void;
  /** Makes a state a step. One equal to the last is none. */ commit(next: S): void;
  undo(): void;
  redo(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Beyond this the oldest steps are forgotten. */
const MOST_STEPS = 200;

/**
 * @param onChange  told after every change; `isStep` says whether it is one, or still being dragged
 */
export function timeline<S>(first: S, onChange: (now: S, isStep: boolean) => void): Timeline<S> {
  const past: S[] = [];
  let future: S[] = [];
  let step = first;
  let now = first;
  const show = (next: S, isStep: boolean) => {
    now = next;
    if (isStep) step = next;
    onChange(next, isStep);
  };
  return {
    get now() {
      return now;
    },
    preview: (next) => show(next, false),
    commit(next) {
      if (JSON.stringify(next) !== JSON.stringify(step)) {
        past.push(step);
        if (past.length > MOST_STEPS) past.shift();
        future = [];
      }
      show(next, true);
    },
    undo() {
      const before = past.pop();
      if (before === undefined) return;
      future.push(step);
      show(before, true);
    },
    redo() {
      const after = future.pop();
      if (after === undefined) return;
      past.push(step);
      show(after, true);
    },
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
  };
}
