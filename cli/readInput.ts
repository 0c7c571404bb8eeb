import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InvalidInput } from "../model/invalid.ts";

/** Ten thousand explicit requests take 0.2 MB; what is larger was not meant. */
const MAX_BYTES = 8_000_000;
/** Deeper than any input of the lab by far, and shallower than any stack. */
const MAX_DEPTH = 64;

/**
 * Reads a file, or standard input for "-", as text.
 *
 * @param option  what the user calls it, such as "--point"
 * @throws InvalidInput naming the option, the rule and the path as typed
 */
export async function readText(path: string, option: string): Promise<string> {
  if (path !== "-") await requireReadable(path, option);
  const stream = path === "-" ? process.stdin : createReadStream(path);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new InvalidInput(option, `must hold at most ${MAX_BYTES / 1e6} MB`, path);
    }
  } catch (error) {
    throw unreadable(error, option, path);
  }
  if (bytes === 0) throw new InvalidInput(option, path === "-" ? "must come on standard input, which is empty" : "must not be empty", path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new InvalidInput(option, "must be text in UTF-8", path);
  }
}

/** Reads JSON; see `readText`. */
export async function readJson(path: string, option: string): Promise<unknown> {
  return parseJson(await readText(path, option), option, path);
}

/** Reads JSON or YAML; see `readText`. */
export async function readJsonOrYaml(path: string, option: string): Promise<unknown> {
  const text = await readText(path, option);
  if (path.endsWith(".json")) return parseJson(text, option, path);
  const { parseDocument } = await import("yaml");
  const parse = (): unknown => {
    const document = parseDocument(text, { prettyErrors: true, logLevel: "error" });
    const [problem] = document.errors;
    if (problem) throw new SyntaxError(problem.message);
    return document.toJS({ maxAliasCount: 100 });
  };
  return parsed(parse, "YAML or JSON", option, path);
}

const parseJson = (text: string, option: string, path: string) => parsed(() => JSON.parse(text) as unknown, "JSON", option, path);

function parsed(parse: () => unknown, language: string, option: string, path: string): unknown {
  let value: unknown;
  try {
    value = parse();
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0]?.replace(/:$/, "") : String(error);
    throw new InvalidInput(option, `must hold ${language} (${why})`, path);
  }
  if (!within(value, MAX_DEPTH)) throw new InvalidInput(option, `must not nest deeper than ${MAX_DEPTH}`, path);
  return value;
}

function within(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => within(item, depth - 1));
}

async function requireReadable(path: string, option: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(error, option, path);
  });
  if (found.isDirectory()) throw new InvalidInput(option, "must be a file, not a folder", path);
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: "must be a file that exists",
  ENOTDIR: "must be a file that exists",
  EACCES: "must be a file that may be read",
  EPERM: "must be a file that may be read",
  EISDIR: "must be a file, not a folder",
  ENAMETOOLONG: "must be a file name, which is shorter",
  ELOOP: "must be a file, not a loop of links",
  ERR_INVALID_ARG_VALUE: "must be a file name",
};

function unreadable(error: unknown, option: string, path: string): unknown {
  const rule = CAUSES[(error as NodeJS.ErrnoException).code ?? ""];
  return rule === undefined ? error : new InvalidInput(option, rule, path);
}
