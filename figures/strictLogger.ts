import type { compile } from "vega-lite";

type Logger = NonNullable<NonNullable<Parameters<typeof compile>[1]>["logger"]>;

/** A complaint of Vega or Vega-Lite: a figure that draws, but perhaps not what was meant. */
export class FigureWarning extends Error {
  override readonly name = "FigureWarning";
}

/** Turns warnings and errors into exceptions; the chatter below them is dropped. */
export function strictLogger(): Logger {
  const complain = (...words: readonly unknown[]): never => {
    throw new FigureWarning(words.map(String).join(" "));
  };
  const logger: Logger = {
    level: ((level?: number) => (level === undefined ? 2 : logger)) as Logger["level"],
    error: complain,
    warn: complain,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
