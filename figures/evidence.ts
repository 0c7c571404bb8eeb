import type { Evidence } from "../model/experiment.ts";

/** More entries of a list than this are summed up by their number. */
const SHOWN = 12;
const DIGITS = 4;

/** A number as a reader wants it: whole numbers whole, others to four digits, the very small and large with a power of ten. */
export function figureText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return minus(String(value));
  if (!Number.isFinite(value)) return "not a number";
  const size = Math.abs(value);
  // A rate of 0.99996 must not read as 1, which is a different statement.
  if (size < 1 && 1 - size < 10 ** -DIGITS) return `${minus(value < 0 ? "-1" : "1")} ${value < 0 ? "+" : "−"} ${figureText(1 - size)}`;
  if (size < 1e-3 || size >= 1e6) {
    const [digits = "", power = ""] = value.toExponential(DIGITS - 2).split("e");
    return minus(`${Number(digits)} × 10${superscript(Number(power))}`);
  }
  return minus(String(Number(value.toPrecision(DIGITS))));
}

/** One entry of a claim's evidence, in words. */
export function evidenceText(entry: Evidence[string]): string {
  if (typeof entry === "string") return entry;
  if (typeof entry === "number") return figureText(entry);
  if (isList(entry)) {
    const shown = entry.slice(0, SHOWN).map(figureText).join(", ");
    return entry.length > SHOWN ? `${shown}, … (${entry.length} in all)` : shown;
  }
  return Object.entries(entry)
    .map(([name, value]) => `${name}: ${figureText(value)}`)
    .join("; ");
}

/** Array.isArray does not narrow a readonly array away from a record. */
function isList(entry: Evidence[string]): entry is readonly number[] {
  return Array.isArray(entry);
}

function superscript(power: number): string {
  return String(power).replace(/./g, (character) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(character)] as string);
}

function minus(text: string): string {
  return text.replace("-", "−");
}
