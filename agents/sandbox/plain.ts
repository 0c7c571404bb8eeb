import { connect, createServer, type Server } from "node:net";
import { descendants, processTable, signalAll, withEnvironment } from "./processes.ts";

/**
 * The relay of a plain process: a port of this machine that leads to the unix socket of the model's proxy. Anyone on the machine can
 * reach it while it is open, as with any local server.
 */
export async function openPort(socket: string): Promise<{ readonly address: string; readonly close: () => void }> {
  const server: Server = createServer({ noDelay: true }, (inner) => {
    const outer = connect(socket);
    const close = () => {
      inner.destroy();
      outer.destroy();
    };
    inner.on("error", close).on("close", close).pipe(outer);
    outer.on("error", close).on("close", close).pipe(inner);
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port was asked for");
  return { address: `http://127.0.0.1:${address.port}`, close: () => void server.close() };
}

/** Processes of a plain run: those that descend from it, and those that left it but kept its mark. */
export const plainProcesses = (root: number, mark: string): readonly number[] => [
  ...new Set([root, ...descendants(root, processTable(0)).map(({ pid }) => pid), ...withEnvironment(MARK, mark)]),
];

/** Kills what a plain run left behind, until none is found: one that forks meanwhile is met in the next round. */
export async function killLeftovers(mark: string): Promise<boolean> {
  for (let round = 0; round < 50; round++) {
    const left = withEnvironment(MARK, mark);
    if (left.length === 0) return true;
    signalAll(left, "SIGKILL");
    await new Promise((done) => setTimeout(done, 20));
  }
  return false;
}

/** The variable by which processes of a run are known; its value is of one run alone. */
export const MARK = "HARNESS_LAB_RUN";
