import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Waits for the signal to end; a second one ends the process at once. */
export function untilStopped(): { readonly asked: Promise<void>; forget(): void } {
  let resolve = () => {};
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  let received = false;
  const stop = (signal: NodeJS.Signals) => {
    if (received) process.exit(128 + constants.signals[signal]);
    received = true;
    resolve();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return {
    asked,
    forget: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}
