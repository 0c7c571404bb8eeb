import { readLink, writeLink } from "../state/link.ts";

/** Which results the page lists, and which of them it looks at. */
export interface ResultsState {
  readonly experiment?: string;
  readonly method?: string;
  /** How keys begin. */ readonly key?: string;
  /** Begun then or later, such as 2026-11-25. */ readonly since?: string;
  /** Part of the name. */ readonly text?: string;
  readonly offset: number;
  /** Keys of those selected, in the order they were. */ readonly selected: readonly string[];
}

/** As many as can be told from each other in a picture. */
export const MOST_SELECTED = 8;
export const PER_PAGE = 50;
const FILTERS = ["experiment", "method", "key", "since", "text"] as const;
export type FilterName = (typeof FILTERS)[number];

export function linkOf({ offset, selected, ...filter }: ResultsState): string {
  return writeLink({
    ...filter,
    offset: offset === 0 ? undefined : offset,
    selected: selected.length === 0 ? undefined : selected.map((key) => key.slice(0, 16)).join(","),
  });
}

/** Why a filter cannot be asked for, which is so while one is being typed; "" where it can. */
export function unfinished({ key, since }: Pick<ResultsState, "key" | "since">): string {
  if (key !== undefined && !/^[0-9a-f]{1,64}$/i.test(key)) return "A key begins with hex digits, 64 at most.";
  const isInstant = since === undefined || /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(since);
  return isInstant && !Number.isNaN(Date.parse(since ?? "2026-01-01"))
    ? ""
    : "A date is written as 2026-11-25, or with its time and zone as 2026-11-25T08:30Z.";
}

/** What does not fit is left out: the filter is shown on the page for all to see. */
export function stateOf(search: string): ResultsState {
  const link = readLink(search);
  const filter = Object.fromEntries(
    FILTERS.flatMap((name) => (link[name] === undefined ? [] : [[name, String(link[name]).slice(0, 200)]])),
  );
  const offset = Number(link.offset ?? 0);
  const selected = String(link.selected ?? "")
    .split(",")
    .filter((key) => /^[0-9a-f]{1,64}$/i.test(key));
  return { ...filter, offset: Number.isInteger(offset) && offset > 0 ? offset : 0, selected: selected.slice(0, MOST_SELECTED) };
}
