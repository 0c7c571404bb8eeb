import type { compile } from "vega-lite";

type Logger = NonNullable<NonNullable<Parameters<typeof compile>[1]>["logger"]>;

/** A complaint of Vega or Vega-Lite: a figure that draws, but perhaps not what was meant. */
export class FigureWarning extends Error {
  override readonly name = "FigureWarning";
}

export interface StrictLogger {
  readonly logger: Logger;
  /** @throws FigureWarning if anything was complained of so far */ settle(): void;
}

/**
 * Collects warnings and errors, to be thrown when a step is over; the chatter below them is dropped.
 * Thrown at once, one from Vega's own asynchronous code would be lost and leave the drawing waiting for ever.
 */
export function strictLogger(): StrictLogger {
  const complaints: string[] = [];
  const complain = (...words: readonly unknown[]) => {
    complaints.push(words.map(String).join(" "));
    return logger;
  };
  const logger: Logger = {
    level: ((level?: number) => (level === undefined ? 2 : logger)) as Logger["level"],
    error: complain,
    warn: complain,
    info: () => logger,
    debug: () => logger,
  };
  const settle = () => {
    if (complaints.length > 0) throw new FigureWarning(complaints.join("; "));
  };
  return { logger, settle };
}
