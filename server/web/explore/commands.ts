import type { PointInput } from "../../../model/point.ts";

/**
 * A command that reads the point from a here-document, so that it can be pasted as it stands.
 *
 * @param words  such as "solve --point - --law 200"
 */
export function pointCommand(words: string, point: unknown): string {
  return `harness-lab ${words} <<'END'\n${JSON.stringify(point)}\nEND`;
}

/** What `lab recommend --pool` takes of a point: its agent. */
export function agentOf({ pool, weights, guidance, verification, onUnrecovered }: PointInput): object {
  return {
    pool,
    ...(weights ? { weights } : {}),
    ...(guidance ? { guidance } : {}),
    ...(verification ? { verification } : {}),
    ...(onUnrecovered ? { onUnrecovered } : {}),
  };
}
