import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { InvalidInput } from "../model/invalid.ts";
import { TRIALS_FOLDER } from "./agents/agentOptions.ts";
import { pathText, wholeNumber, workersOption } from "./options.ts";
import { print } from "./print.ts";

const DEFAULT_PORT = 4173;
const LEAST_TOKEN = 16;

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly allowHost?: readonly string[];
  readonly token?: string;
  readonly open?: true;
  readonly store: string;
  readonly trials: string;
  readonly workers: number;
}

export function addServe(root: Command): void {
  root
    .command("serve")
    .summary("the explorer in a browser, and the API behind it")
    .description(
      "Serves the pages and the API on this machine until it is interrupted. Other machines cannot reach it unless --host says so.",
    )
    .option("--port <n>", "0 takes any that is free", wholeNumber("--port", 0, 65_535), DEFAULT_PORT)
    .option("--host <address>", "where to listen; beyond this machine a token is asked of every request", hostText, "127.0.0.1")
    .option("--allow-host <name>", "a further name it may be asked by, as behind a proxy; can be repeated", collected)
    .option(
      "--token <text>",
      `asked of every request, ${LEAST_TOKEN} characters or more; made and printed where --host needs one`,
      tokenText,
    )
    .option("--open", "open the browser at it")
    .option("--store <dir>", "folder of the results", pathText("--store"), "results/store")
    .option("--trials <dir>", "folder of the trials of real agents", pathText("--trials"), TRIALS_FOLDER)
    .addOption(workersOption().default(Math.max(2, availableParallelism()), "one per processor, at least 2"))
    .addHelpText("after", HELP)
    .action(serve);
}

async function serve({ port, host, allowHost = [], open, store, trials, workers, ...options }: ServeOptions): Promise<void> {
  const [{ buildApp }, { listen }, { ensurePages }, { tokenFor }, { untilStopped }] = await Promise.all([
    import("../server/app.ts"),
    import("../server/listen.ts"),
    import("../server/pages.ts"),
    import("../server/guards/token.ts"),
    import("./untilStopped.ts"),
  ]);
  const given = options.token ?? process.env.HARNESS_LAB_TOKEN;
  const token = tokenFor(host, given === undefined ? undefined : tokenText(given));
  const pages = await ensurePages(() => process.stderr.write("building the pages, some seconds, once\n"));
  const stop = untilStopped();
  const app = await buildApp({ store, trials, threads: workers, pages, host, allowedHosts: allowHost, token, onFault });
  try {
    const { url } = await listen(app, host, port);
    const address = token === undefined ? url : `${url}/?token=${token}`;
    await print(`${address}\n`);
    process.stderr.write("serving; Ctrl-C ends it\n");
    if (open) (await import("./openBrowser.ts")).openBrowser(address);
    await stop.asked;
    process.stderr.write("ending\n");
  } finally {
    await app.close();
    stop.forget();
  }
}

/** A fault is told where the server was started, and nowhere else. */
function onFault(error: unknown): void {
  const said = error instanceof Error ? (process.env.HARNESS_LAB_DEBUG === "1" ? error.stack : error.message) : String(error);
  process.stderr.write(`fault: ${said} (a fault of the program; HARNESS_LAB_DEBUG=1 shows where)\n`);
}

function hostText(text: string): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(text)) throw new InvalidInput("--host", "must be an address or a name of this machine", text);
  return text;
}

function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, hostText(text)];
}

/** The value is not said again: it is a secret. */
function tokenText(text: string): string {
  if (!/^[\w.~-]+$/.test(text) || text.length < LEAST_TOKEN)
    throw new InvalidInput("--token", `must have ${LEAST_TOKEN} characters or more, of letters, digits and . _ ~ -`);
  return text;
}

const HELP = `
Prints the address to open. On this machine no token is needed, unless --token or HARNESS_LAB_TOKEN gives one. With --host of another address
the printed one carries a token once; programs send it as Authorization: Bearer. There is no encryption: put a proxy that has it before a
server that others reach.
The API is described at /api. The store is held only while it is worked with, so other commands can use it meanwhile.

Examples:
  harness-lab serve --open
  harness-lab serve --port 0 --store results/store
  harness-lab serve --host 0.0.0.0`;
