import { asText, at, countAt, listAt, textAt } from "../json.ts";
import type { AgentPort } from "./port.ts";
import { checkTurn, DUMMY_KEY, modelAddress, promptWord } from "./words.ts";

/** Claude Code. A failed request ends with subtype "success" and `is_error` true, and its money is made up for unknown models. */
export const claudeCode: AgentPort = {
  name: "claude-code",
  programs: ["claude"],
  protocol: "messages",
  install: { registry: "npm", name: "@anthropic-ai/claude-code", version: "2.1.329" },
  tried: { from: "2.1.329", to: "2.1.329" },
  continues: true,
  takesSystem: true,
  limitsTurns: true,
  command: (turn, inside) => {
    checkTurn(claudeCode, turn);
    return {
      argv: [
        turn.program,
        ...["-p", promptWord(turn.prompt), "--output-format", "stream-json", "--verbose", "--model", turn.model],
        ...["--permission-mode", "bypassPermissions"],
        ...(turn.turns === undefined ? [] : ["--max-turns", String(turn.turns)]),
        ...(turn.system === undefined ? [] : [`--append-system-prompt=${turn.system}`]),
        ...(turn.session === undefined ? [] : ["--resume", turn.session]),
      ],
      environment: {
        ANTHROPIC_BASE_URL: modelAddress(inside),
        ANTHROPIC_API_KEY: DUMMY_KEY,
        CLAUDE_CONFIG_DIR: `${inside.home}/.claude`,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        CLAUDE_CODE_MAX_RETRIES: "0",
        DISABLE_AUTOUPDATER: "1",
        IS_SANDBOX: "1", // else it refuses to work for root
      },
    };
  },
  read: (event, log) => {
    const type = textAt(event, "type");
    if (type === "system" && textAt(event, "subtype") === "init") log.session(textAt(event, "session_id"));
    else if (type === "assistant")
      for (const part of listAt(event, "message", "content")) {
        if (textAt(part, "type") === "text") log.text(textAt(part, "text"));
        else if (textAt(part, "type") === "tool_use") log.toolCall(textAt(part, "id"), textAt(part, "name"), asText(at(part, "input")));
      }
    else if (type === "user")
      for (const part of listAt(event, "message", "content"))
        if (textAt(part, "type") === "tool_result")
          log.toolResult(textAt(part, "tool_use_id"), asText(at(part, "content") ?? ""), { failed: at(part, "is_error") === true });
    if (type === "result") result(event, log);
  },
};

function result(event: unknown, log: Parameters<AgentPort["read"]>[1]): void {
  log.session(textAt(event, "session_id"));
  const usage = at(event, "usage");
  const parts = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"].map((name) => countAt(usage, name));
  const known = parts.filter((tokens) => tokens !== undefined);
  const [failed, subtype, text] = [at(event, "is_error") === true, textAt(event, "subtype"), textAt(event, "result")];
  const limited = subtype === "error_max_turns" || textAt(event, "terminal_reason") === "max_turns";
  const [httpStatus, output] = [countAt(event, "api_error_status"), countAt(usage, "output_tokens")];
  // A session whose only request failed reports zeros: nothing was counted.
  if (!(failed && output === 0))
    log.setUsage(
      {
        inputTokens: known.length > 0 ? known.reduce((sum, tokens) => sum + tokens, 0) : undefined,
        cachedTokens: parts[1],
        outputTokens: output,
      },
      "turn",
    );
  if (limited) log.end("turn limit", "its limit of turns");
  else if (failed || subtype !== "success")
    log.end("failed", text ?? asText(listAt(event, "errors")[0] ?? subtype ?? "no reason given"), httpStatus);
  else log.end("answered");
}
