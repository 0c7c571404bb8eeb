export type Cell = string | number | boolean | undefined;

/**
 * Rows as CSV (RFC 4180, lines end in CRLF). A missing value is an empty cell, and so is a number that is none. Numbers are written so that
 * reading them gives the same double.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * A spreadsheet runs a text that begins like a formula; an apostrophe before it keeps it text. Numbers are left alone.
 * @see OWASP, CSV injection
 */
function cell(value: Cell): string {
  if (value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = String(value);
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
