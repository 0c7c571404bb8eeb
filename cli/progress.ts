import cliProgress from "cli-progress";

export interface Progress {
  /** With another total where the plan has changed. */ update(done: number, total?: number): void;
  /** Clears the bar away. */ stop(): void;
}

const SHOWN_AFTER_MS = 1_000;
const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/**
 * A bar on standard error for work that takes longer than a second; silent where that is no terminal.
 *
 * @param unit  what is counted, such as "runs"
 */
export function progressBar(label: string, total: number, unit: string): Progress {
  if (!process.stderr.isTTY) return SILENT;
  const startedAt = Date.now();
  const bar = new cliProgress.SingleBar({
    format: `${label} {bar} {value}/{total} ${unit}, {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: false, // an interrupt must not leave the terminal without one
    clearOnComplete: true,
    stopOnComplete: false,
  });
  let shown = false;
  return {
    update(done, planned = total) {
      if (!shown && Date.now() - startedAt < SHOWN_AFTER_MS) return;
      if (!shown) bar.start(planned, done);
      else bar.update(done);
      bar.setTotal(planned);
      shown = true;
    },
    stop: () => {
      if (shown) bar.stop();
    },
  };
}
