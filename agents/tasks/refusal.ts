import { at, listAt, textAt } from "../json.ts";

/** Why a task needs a container, in one sentence; undefined where it does not. @param names  of the files in `environment/` */
export function needsContainer(settings: unknown, names: readonly string[]): string | undefined {
  const image = textAt(settings, "environment", "docker_image");
  if (image !== undefined) return "It needs its docker image, which the lab cannot start: run it by Harbor.";
  if (names.some((name) => /^(docker-)?compose\.ya?ml$/.test(name)))
    return "It needs several containers (docker compose): run it by Harbor.";
  const os = textAt(settings, "environment", "os");
  if (os !== undefined && os !== "linux") return "It needs another system than Linux: run it by Harbor.";
  if (Number(at(settings, "environment", "gpus") ?? 0) > 0) return "It needs a GPU, which is not given to the sandbox.";
  if (listAt(settings, "environment", "mcp_servers").length > 0) return "It needs MCP servers, which are not started here.";
  if (at(settings, "environment", "healthcheck") !== undefined) return "It waits for a service of its container: run it by Harbor.";
  return undefined;
}

/** Programs that fetch others, at the start of a command. */
const FETCHES =
  /(?:^|[;&|(]|\b(?:sudo|then|do|exec)\s)\s*(apt-get|apt|apk|curl|wget|uvx|uv (?:pip|sync|run)|pip3?|npm (?:i|ci|install)|npx|git clone)\b/;

/** Why a task needs the network, in one sentence. Seen in its settings and in its verifiers' scripts, not by running them. */
export function needsNetwork(settings: unknown, verifiers: readonly (readonly [string, string])[]): string | undefined {
  for (const part of ["environment", "agent", "verifier"]) {
    const mode = textAt(settings, part, "network_mode");
    if (mode !== undefined && !/^(no[-_]?network|none)$/.test(mode))
      return `It asks for the network (${part}.network_mode), and the sandbox has none.`;
    if (listAt(settings, part, "allowed_hosts").length > 0)
      return `It asks for hosts of the network (${part}.allowed_hosts), and the sandbox has none.`;
  }
  if (at(settings, "environment", "allow_internet") === true)
    return "It asks for the internet (environment.allow_internet), and the sandbox has none.";
  for (const [tests, script] of verifiers)
    for (const [index, line] of script.split("\n").entries()) {
      const found = /^\s*#/.test(line) ? undefined : FETCHES.exec(line)?.[1];
      if (found !== undefined)
        return `Its verifier fetches from the network (${tests}/test.sh, line ${index + 1}: ${found}), and the sandbox has none.`;
    }
  return undefined;
}
