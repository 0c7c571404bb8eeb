import { InvalidInput } from "../../model/invalid.ts";

/** Agents as the lab calls them → as Harbor does. */
const AGENTS: Readonly<Record<string, string>> = {
  codex: "codex",
  "claude-code": "claude-code",
  "gemini-cli": "gemini-cli",
  opencode: "opencode",
  pi: "pi",
  "mini-swe-agent": "mini-swe-agent",
  "qwen-code": "qwen-coder",
};

/** Servers whose provider Harbor's agents go to by its name. */
const PROVIDERS: Readonly<Record<string, string>> = {
  "api.openai.com": "openai",
  "api.anthropic.com": "anthropic",
  "generativelanguage.googleapis.com": "google",
  "openrouter.ai": "openrouter",
};

/** Where Harbor runs a trial: docker on this machine, or a service by its name. */
const ENVIRONMENTS: readonly string[] = (
  "docker daytona e2b modal runloop langsmith ec2 gke ack openshift novita apple-container singularity islo tensorlake cwsandbox wandb " +
  "use-computer cua-cloud blaxel opensandbox beam skypilot hf-sandbox hyperbrowser"
).split(" ");

/** @throws InvalidInput for an agent that Harbor has not, or whose prompt it cannot put into a template */
export function harborAgent(agent: string): string {
  const name = Object.hasOwn(AGENTS, agent) ? AGENTS[agent] : undefined;
  if (name === undefined) throw new InvalidInput("agent", `must be one that Harbor installs: ${Object.keys(AGENTS).join(", ")}`, agent);
  return name;
}

/** An agent of Harbor's as the lab calls it; its own name where the lab has none for it. */
export const labAgent = (name: string): string => Object.keys(AGENTS).find((agent) => AGENTS[agent] === name) ?? name;

/**
 * The model as Harbor wants it: provider/model.
 *
 * @param provider  stated by the user, for a server that says nothing of it
 * @throws InvalidInput for a server of the user's own: Harbor's agents would ask another one without a word
 */
export function harborModel(model: string, source: string, provider = PROVIDERS[source]): string {
  if (provider === undefined)
    throw new InvalidInput(
      "source",
      `must be one of ${Object.keys(PROVIDERS).join(", ")}, or the provider must be given: Harbor's agents are sent to providers by name`,
      source,
    );
  return model.startsWith(`${provider}/`) ? model : `${provider}/${model}`;
}

/** @throws InvalidInput naming those there are */
export function harborEnvironment(name = "docker"): string {
  if (!ENVIRONMENTS.includes(name)) throw new InvalidInput("environment", `must be one of ${ENVIRONMENTS.join(", ")}`, name);
  return name;
}
