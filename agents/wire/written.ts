/** Bodies of answers, as protocols have them. */

export interface Written {
  readonly contentType: string;
  readonly body: string;
}

export const json = (value: unknown): Written => ({ contentType: "application/json", body: JSON.stringify(value) });

/** Events that are named by their `type`, or go without a name; a string is written as it is. */
export const events = (list: readonly (object | string)[]): Written => ({
  contentType: "text/event-stream",
  body: list.map(written).join(""),
});

function written(event: object | string): string {
  if (typeof event === "string") return `data: ${event}\n\n`;
  const name = "type" in event && typeof event.type === "string" ? `event: ${event.type}\n` : "";
  return `${name}data: ${JSON.stringify(event)}\n\n`;
}
