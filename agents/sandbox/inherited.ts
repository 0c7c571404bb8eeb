import type { StdioOptions } from "node:child_process";
import { openSync, readdirSync, readFileSync } from "node:fs";

type Stdio = Exclude<StdioOptions, string>;

const O_CLOEXEC = 0o2000000;
/** Above this a file is left alone: the list handed to spawn has a place for each number. */
const MOST = 4096;
let nothing: number | undefined;

/**
 * The streams of a child, with /dev/null laid over every open file that it would get from us unasked. A shell or a service manager that
 * started the lab may have left files open, and a folder among them is a way out of any sandbox. Node marks its own not to be handed on,
 * and of the others only those up to the first gap.
 */
export function withoutInherited(stdio: Stdio): Stdio {
  const streams = [...stdio];
  for (const descriptor of inherited()) {
    if (descriptor < stdio.length || descriptor > MOST) continue;
    while (streams.length < descriptor) streams.push("ignore"); // of a number above 2, which makes none
    nothing ??= openSync("/dev/null", "r");
    streams[descriptor] = nothing;
  }
  return streams;
}

/** In rising order. Empty where there is no /proc, which is where there is no sandbox either. */
function inherited(): number[] {
  let names: string[];
  try {
    names = readdirSync("/proc/self/fdinfo");
  } catch {
    return [];
  }
  return names
    .map(Number)
    .filter((descriptor) => descriptor > 2 && isHandedOn(descriptor))
    .sort((a, b) => a - b);
}

function isHandedOn(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch {
    return false; // closed meanwhile, as the one that read the list
  }
}
