/**
 * Input that breaks a rule. Every face turns it into one message and exit 2 (or a 4xx), never a stack trace.
 * The message names the field, the rule and the value, in that order.
 */
export class InvalidInput extends Error {
  override readonly name = "InvalidInput";
  /** Dotted path of the field, such as `pool[0].sigma`; "" for the input as a whole. */ readonly field: string;
  /** What must hold, such as "must be > 0". */ readonly rule: string;
  /** The value found; undefined where there is none (a missing field). */ readonly value: unknown;

  constructor(field: string, rule: string, value?: unknown) {
    super(`${field === "" ? "input" : field} ${rule}${value === undefined ? "" : `, got ${shown(value)}`}`);
    this.field = field;
    this.rule = rule;
    this.value = value;
  }
}

/** A value as JSON, cut to 80 characters: a message stays one line whatever was passed, nested too deep for JSON included. */
export function shown(value: unknown): string {
  let text = String(typeof value);
  try {
    text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    // The type is all that can be said of it.
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
