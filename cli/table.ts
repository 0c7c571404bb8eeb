/** Columns of text, each as wide as its widest cell; numbers are right-aligned by being so already. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return rows.map((row) => `${line(row).join("  ").trimEnd()}\n`).join("");
}

/** Six digits: enough to read, and the JSON holds the rest. */
export const figure = (value: number | undefined): string => (value === undefined ? "-" : String(Number(value.toPrecision(6))));
export const smallFigure = (value: number | undefined): string => (value === undefined ? "-" : value.toExponential(0));
/** "finalBiasPassed" → "final bias passed". */
export const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
