import { asText, at, countAt, listAt, textAt } from "../json.ts";
import { statusIn } from "./eventLog.ts";
import type { AgentPort } from "./port.ts";
import { checkTurn, DUMMY_KEY, modelAddress, PROVIDER, promptWord } from "./words.ts";

/** pi. It exits 0 on every failure of its model; only its messages tell. */
export const pi: AgentPort = {
  name: "pi",
  programs: ["pi"],
  protocol: "chat",
  install: { registry: "npm", name: "@mariozechner/pi-coding-agent", version: "0.73.1", node: "20.6" },
  tried: { from: "0.73.1", to: "0.73.1" },
  continues: true,
  takesSystem: true,
  limitsTurns: false,
  command: (turn, inside) => {
    checkTurn(pi, turn);
    const model = { id: turn.model, reasoning: false, input: ["text"], contextWindow: 128_000, maxTokens: 16_384 };
    const free = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }; // its own reckoning of money is not read
    const provider = {
      baseUrl: modelAddress(inside, "/v1"),
      apiKey: DUMMY_KEY,
      api: "openai-completions",
      models: [{ ...model, cost: free }],
    };
    return {
      argv: [
        turn.program,
        ...["-p", "--mode", "json", "--provider", PROVIDER, "--model", turn.model, "--session-dir", `${inside.home}/sessions`],
        ...(turn.session === undefined ? [] : ["--continue"]),
        // Not kept from one turn to the next. A line feed keeps it from being the name of a file.
        ...(turn.system === undefined ? [] : ["--append-system-prompt", `\n${turn.system}`]),
        promptWord(turn.prompt),
      ],
      environment: { PI_OFFLINE: "1", PI_CODING_AGENT_DIR: `${inside.home}/.pi/agent` },
      files: [
        { path: ".pi/agent/models.json", text: JSON.stringify({ providers: { [PROVIDER]: provider } }) },
        // Its own retries would take 14 s and be hidden from the count of attempts.
        { path: ".pi/agent/settings.json", text: JSON.stringify({ retry: { enabled: false } }) },
      ],
    };
  },
  read: (event, log) => {
    const type = textAt(event, "type");
    const message = at(event, "message");
    if (type === "session") log.session(textAt(event, "id"));
    else if (type === "tool_execution_start")
      log.toolCall(textAt(event, "toolCallId"), textAt(event, "toolName"), asText(at(event, "args")));
    else if (type === "tool_execution_end")
      log.toolResult(textAt(event, "toolCallId"), textOf(at(event, "result", "content")), { failed: at(event, "isError") === true });
    else if (type === "message_end" && textAt(message, "role") === "assistant") {
      const usage = at(message, "usage");
      const cached = countAt(usage, "cacheRead");
      const fresh = countAt(usage, "input");
      // An answer that never came is told as one of no tokens.
      if (textAt(message, "stopReason") !== "error")
        log.addUsage({
          inputTokens: fresh === undefined ? undefined : fresh + (cached ?? 0),
          cachedTokens: cached,
          outputTokens: countAt(usage, "output"),
        });
      log.text(textOf(at(message, "content")));
    } else if (type === "auto_retry_start") log.notice(textAt(event, "errorMessage"));
    else if (type === "agent_end")
      endOf(
        listAt(event, "messages").findLast((said) => textAt(said, "role") === "assistant"),
        log,
      );
  },
};

function endOf(last: unknown, log: Parameters<AgentPort["read"]>[1]): void {
  const [stop, message] = [textAt(last, "stopReason"), textAt(last, "errorMessage")];
  if (stop === "stop") log.end("answered");
  else if (stop !== undefined) log.end("failed", message ?? `the model's answer ended by "${stop}"`, statusIn(message));
}

const textOf = (content: unknown): string =>
  (Array.isArray(content) ? content : [])
    .map((part: unknown) => textAt(part, "text") ?? "")
    .filter((text) => text !== "")
    .join("\n");
