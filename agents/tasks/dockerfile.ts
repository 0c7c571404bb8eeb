import type { Copy } from "./harborTask.ts";

/** What a Dockerfile does to the work folder, if that is all that matters of it. */
export interface PlainImage {
  readonly workPath?: string;
  readonly copies: readonly Copy[];
  readonly environment: Readonly<Record<string, string>>;
  /** Why a container is needed, one sentence; absent where it is not. */ readonly refusal?: string;
}

/**
 * Reads the few Dockerfiles that can be followed without a container: FROM, WORKDIR, ENV, LABEL and COPY of the task's own files into the
 * work folder. The image itself is not looked at: the tools of this machine stand in for it.
 *
 * @param fallback  the work folder where there is no WORKDIR
 */
export function readDockerfile(text: string, fallback: string): PlainImage {
  const lines = text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  let [workPath, refusal] = [undefined as string | undefined, undefined as string | undefined];
  const copies: Copy[] = [];
  const environment: Record<string, string> = {};
  for (const line of lines) {
    const [, word = "", rest = ""] = /^(\w+)\s*(.*)$/s.exec(line) ?? [];
    const instruction = word.toUpperCase();
    if (instruction === "WORKDIR") workPath = rest.replace(/\/+$/, "");
    else if (instruction === "ENV") Object.assign(environment, variables(rest));
    else if (instruction === "COPY") {
      const found = copyOf(rest, workPath ?? fallback);
      if (found) copies.push(...found);
      else refusal ??= "Its Dockerfile copies files to places outside of the work folder, which needs a container.";
    } else if (!HARMLESS.has(instruction))
      refusal ??= `Its Dockerfile has ${instruction || "a line that is no instruction"}, which needs a container.`;
  }
  const more = { ...(workPath === undefined ? {} : { workPath }), ...(refusal === undefined ? {} : { refusal }) };
  return { copies, environment, ...more };
}

const HARMLESS = new Set(["FROM", "LABEL", "MAINTAINER", "CMD"]);

function copyOf(rest: string, workPath: string): Copy[] | undefined {
  const words = rest.split(/\s+/);
  if (rest.startsWith("[") || words.length < 2 || words.some((word) => /^--|[*?[\]$"']/.test(word))) return undefined;
  const target = words.pop() as string;
  const inWork = target.startsWith("/") ? (`${target}/`.startsWith(`${workPath}/`) ? target.slice(workPath.length) : undefined) : target;
  if (inWork === undefined) return undefined;
  const to = clean(inWork);
  return words.map((word) => {
    const from = clean(word);
    // As docker does: a file into a folder keeps its name, a folder gives its contents. Which it is shows when it is copied.
    return { from, to: target.endsWith("/") || target === "." || words.length > 1 ? `${to}/` : to };
  });
}

/** Without "./" and slashes at the ends. */
const clean = (path: string): string =>
  path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");

const variables = (rest: string): Record<string, string> =>
  Object.fromEntries(
    [...rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|\S*)/g)].map(([, name, value = ""]) => [name, value.replace(/^"|"$/g, "")]),
  );
