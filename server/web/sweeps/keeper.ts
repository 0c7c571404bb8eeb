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

/** @param storage  of the tab; full or forbidden, nothing outlives the page */
export function keeper(storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> | undefined): Keeper {
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

type Packed = readonly [number, number] | string | null;

/** Exact cells; JSON keeps every digit of a number. */
export function encode(cells: readonly (Cell | undefined)[]): string {
  const packed = cells.map((cell): Packed => {
    if (cell?.passRate && cell.finalBias) return [cell.passRate.value, cell.finalBias.value];
    return cell?.reason ?? null;
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
    else return undefined;
  }
  return cells;
}
