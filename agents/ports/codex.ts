import { asText, at, countAt, textAt } from "../json.ts";
import { statusIn } from "./eventLog.ts";
import type { AgentPort } from "./port.ts";
import { checkTurn, DUMMY_KEY, modelAddress, PROVIDER, promptWord } from "./words.ts";

/** OpenAI Codex. Its own sandbox is off: inside of ours it fails every command, and still exits 0. */
export const codex: AgentPort = {
  name: "codex",
  programs: ["codex"],
  protocol: "responses",
  install: { registry: "npm", name: "@openai/codex", version: "0.169.0", node: "16" },
  tried: { from: "0.169.0", to: "0.169.0" },
  continues: true,
  takesSystem: true,
  limitsTurns: false,
  command: (turn, inside) => {
    checkTurn(codex, turn);
    const provider = {
      name: PROVIDER,
      base_url: modelAddress(inside, "/v1"),
      env_key: "LAB_KEY",
      wire_api: "responses",
      request_max_retries: 0,
      stream_max_retries: 0,
      supports_websockets: false,
    };
    const settings = {
      // Without this each run waits 5 s for a name server that is not there.
      "analytics.enabled": false,
      model_provider: PROVIDER,
      [`model_providers.${PROVIDER}`]: provider,
      ...(turn.system === undefined ? {} : { developer_instructions: turn.system }),
    };
    return {
      argv: [
        turn.program,
        "exec",
        ...(turn.session === undefined ? ["-C", inside.work] : ["resume"]),
        ...["--json", "--skip-git-repo-check", "--disable", "plugins", "--dangerously-bypass-approvals-and-sandbox", "-m", turn.model],
        ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${toml(value)}`]),
        "--",
        ...(turn.session === undefined ? [] : [turn.session]),
        promptWord(turn.prompt),
      ],
      environment: { LAB_KEY: DUMMY_KEY },
    };
  },
  read: (event, log) => {
    const type = textAt(event, "type");
    const [item, itemType] = [at(event, "item"), textAt(event, "item", "type")];
    if (type === "thread.started") log.session(textAt(event, "thread_id"));
    else if (type === "item.started" && TOOLS.has(itemType ?? "")) log.toolCall(textAt(item, "id"), itemType, asText(callOf(item)));
    else if (type === "item.completed" && TOOLS.has(itemType ?? ""))
      log.toolResult(textAt(item, "id"), textAt(item, "aggregated_output") ?? asText(at(item, "result") ?? ""), {
        exit: countAt(item, "exit_code"),
        failed: textAt(item, "status") === "failed",
      });
    else if (type === "item.completed" && itemType === "agent_message") log.text(textAt(item, "text"));
    else if (type === "item.completed" && itemType === "error") log.notice(textAt(item, "message"));
    else if (type === "error") log.notice(textAt(event, "message"));
    else if (type === "turn.failed") {
      const message = textAt(event, "error", "message");
      log.end("failed", message, statusIn(message));
    } else if (type === "turn.completed") {
      const usage = at(event, "usage");
      log.setUsage(
        {
          inputTokens: countAt(usage, "input_tokens"),
          cachedTokens: countAt(usage, "cached_input_tokens"),
          outputTokens: countAt(usage, "output_tokens"),
        },
        "session",
      );
      log.end("answered");
    }
  },
};

const TOOLS = new Set(["command_execution", "file_change", "mcp_tool_call", "web_search"]);

const callOf = (item: unknown): unknown => {
  const command = textAt(item, "command");
  return command === undefined ? (at(item, "changes") ?? at(item, "arguments") ?? {}) : { command };
};

/** A value in TOML: strings of JSON are strings of TOML, once lone surrogates and DEL are gone. */
function toml(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.replace(/[\u007f\p{Cs}]/gu, "\ufffd"));
  if (value === null || typeof value !== "object") return String(value);
  return `{${Object.entries(value)
    .map(([name, field]) => `${name}=${toml(field)}`)
    .join(",")}}`;
}
