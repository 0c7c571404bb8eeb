import { InvalidInput } from "../../model/invalid.ts";
import type { Inside } from "../sandbox/sandboxRun.ts";
import type { AgentPort, Turn } from "./port.ts";

/** The key that agents are given: they want one, and the real one stays with the proxy. */
export const DUMMY_KEY = "no-key-in-here";
/** The provider's name in the settings of agents that want one. */
export const PROVIDER = "lab";

/**
 * A prompt as one argument. Agents take a first "-" for an option, "@" for a file to read, "/" and "!" for a command of their own: a line
 * feed in front makes it a prompt to all of them.
 */
export const promptWord = (prompt: string): string => (/^\s*[-@/!]/.test(prompt) ? `\n${prompt}` : prompt);

/** @throws InvalidInput where no model was given to the sandbox */
export function modelAddress({ modelAddress: address }: Inside, path = ""): string {
  if (address === undefined) throw new InvalidInput("modelSocket", "must be given: an agent needs its model");
  return address + path;
}

/** @throws InvalidInput for what an agent has no way of doing */
export function checkTurn(port: Pick<AgentPort, "name" | "continues" | "takesSystem">, { system, session }: Turn): void {
  if (system !== undefined && !port.takesSystem) throw new InvalidInput("system", `is not taken by ${port.name}: put it into the prompt`);
  if (session !== undefined && !port.continues) throw new InvalidInput("session", `cannot be gone on with by ${port.name}`);
}
