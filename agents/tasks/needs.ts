import { realpathSync } from "node:fs";
import { at, listAt } from "../json.ts";
import { findProgram } from "../sandbox/isolation.ts";
import { isOfSystem } from "../sandbox/system.ts";

/** Where the sandbox has its programs, besides Node, which it always has. */
const INSIDE = "/usr/local/bin:/usr/bin:/bin";

/**
 * Why this machine cannot stand in for a task's image, in one sentence; undefined where it can. `[metadata] needs` lists names of programs,
 * a field of the lab's own: the image of a task is not looked at here.
 */
export function needsPrograms(settings: unknown, has: (name: string) => boolean = isInside): string | undefined {
  const needs = at(settings, "metadata", "needs");
  if (needs === undefined) return undefined;
  const names = listAt(settings, "metadata", "needs").filter(
    (name): name is string => typeof name === "string" && /^[\w][\w.+-]{0,63}$/.test(name),
  );
  if (!Array.isArray(needs) || names.length < needs.length) return "It needs programs that it does not name properly (metadata.needs).";
  const missing = names.filter((name) => !has(name));
  return missing.length === 0
    ? undefined
    : `It needs ${missing.join(" and ")}, which this machine lacks: install what is missing, or run it by Harbor.`;
}

function isInside(name: string): boolean {
  if (name === "node") return true;
  const found = findProgram(name, INSIDE);
  return found !== undefined && isOfSystem(realpathSync(found));
}
