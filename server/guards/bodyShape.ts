import { InvalidInput } from "../../model/invalid.ts";
import type { Limits } from "../limits.ts";

/**
 * Holds a parsed body against what any input of the lab keeps, before its parser sees it: a parser's effort grows with what is wrong.
 * JSON can say 1e999, which reads as infinite: that is refused here, wherever it stands.
 *
 * @throws InvalidInput naming the place, the rule and the value
 */
export function checkBodyShape(body: unknown, { depth, values, keys }: Pick<Limits, "depth" | "values" | "keys">): void {
  const rest: { readonly value: unknown; readonly path: string; readonly level: number }[] = [{ value: body, path: "", level: 0 }];
  let seen = 0;
  for (let item = rest.pop(); item; item = rest.pop()) {
    const { value, path, level } = item;
    if (++seen > values) throw new InvalidInput("body", `must hold at most ${values} values`);
    if (typeof value === "number" && !Number.isFinite(value)) throw new InvalidInput(path, "must be finite", value);
    if (typeof value !== "object" || value === null) continue;
    if (level >= depth) throw new InvalidInput("body", `must not nest deeper than ${depth}`);
    if (Array.isArray(value)) {
      if (seen + value.length > values) throw new InvalidInput("body", `must hold at most ${values} values`);
      for (let i = value.length - 1; i >= 0; i--) rest.push({ value: value[i], path: `${path}[${i}]`, level: level + 1 });
      continue;
    }
    const entries = Object.entries(value);
    if (entries.length > keys) throw new InvalidInput(path, `must have at most ${keys} fields`, entries.length);
    for (const [key, inner] of entries) rest.push({ value: inner, path: path === "" ? key : `${path}.${key}`, level: level + 1 });
  }
}
