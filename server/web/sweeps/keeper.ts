import type { Cell } from "./cell.ts";

/** What a page has worked out, by the key of its plan. A reload of the page finds exact figures again. */
export interface Keeper {
  /** The cells of a plan, the same list for as long as it is kept: whoever solves fills it. */
  cells(key: string, count: number): (Cell | undefined)[];
  /** Keeps the cells beyond the page. */ keep(key: string): void;
}

/** Sweeps kept in memory. */
const MOST_KEPT = 12;
const PREFIX = "harness-lab sweep ";

/** The part of a browser's storage that is used. */
export interface TabStorage {
  readonly length: number;
  key(place: number): string | null;
  getItem(name: string): string | null;
  /** @throws where it is full */ setItem(name: string, text: string): void;
  removeItem(name: string): void;
}

/** @param storage  of the tab; where there is none, nothing outlives the page */
export function keeper(storage: TabStorage | undefined): Keeper {
  const kept = new Map<string, (Cell | undefined)[]>();
  const read = (key: string, count: number): (Cell | undefined)[] => {
    try {
      const found = decode(storage?.getItem(PREFIX + key) ?? "");
      if (found?.length === count) return found;
    } catch {
      // What cannot be read is worked out again.
    }
    return new Array<Cell | undefined>(count).fill(undefined);
  };
  return {
    cells(key, count) {
      const cells = kept.get(key) ?? read(key, count);
      kept.delete(key);
      kept.set(key, cells);
      for (const old of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(old);
      }
      return cells;
    },
    keep(key) {
      const cells = kept.get(key);
      if (!storage || !cells?.some((cell) => cell) || cells.some((cell) => cell?.columns)) return;
      const text = encode(cells);
      for (let tries = 0; tries < MOST_KEPT; tries++) {
        try {
          return storage.setItem(PREFIX + key, text);
        } catch {
          const other = Array.from({ length: storage.length }, (_, i) => storage.key(i)).find(
            (name) => name?.startsWith(PREFIX) && name !== PREFIX + key,
          );
          if (!other) return;
          storage.removeItem(other);
        }
      }
    },
  };
}

/** Figures; why the model refuses the point; why the solver cannot answer it; nothing yet. */
type Packed = readonly [number, number] | string | { readonly unresolved: string } | null;

/** Exact cells; JSON keeps every digit of a number. */
export function encode(cells: readonly (Cell | undefined)[]): string {
  const packed = cells.map((cell): Packed => {
    if (cell?.passRate && cell.finalBias) return [cell.passRate.value, cell.finalBias.value];
    if (cell?.reason === undefined) return null;
    return cell.isUnresolved ? { unresolved: cell.reason } : cell.reason;
  });
  return JSON.stringify(packed);
}

/** @returns undefined where the text is not of `encode` */
export function decode(text: string): (Cell | undefined)[] | undefined {
  if (text === "") return undefined;
  const packed: unknown = JSON.parse(text);
  if (!Array.isArray(packed)) return undefined;
  const cells: (Cell | undefined)[] = [];
  for (const each of packed as unknown[]) {
    if (each === null) cells.push(undefined);
    else if (typeof each === "string") cells.push({ reason: each });
    else if (Array.isArray(each) && each.length === 2 && each.every((number) => typeof number === "number"))
      cells.push({ passRate: { value: each[0] }, finalBias: { value: each[1] } });
    else if (typeof each === "object" && typeof (each as { unresolved?: unknown }).unresolved === "string")
      cells.push({ reason: (each as { unresolved: string }).unresolved, isUnresolved: true });
    else return undefined;
  }
  return cells;
}
