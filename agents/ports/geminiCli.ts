import { asText, at, countAt, textAt } from "../json.ts";
import { statusIn } from "./eventLog.ts";
import type { AgentPort } from "./port.ts";
import { checkTurn, DUMMY_KEY, modelAddress, promptWord } from "./words.ts";

/** Gemini CLI. On errors of its model it retries for minutes without a word: the clock of the sandbox has to end it. */
export const geminiCli: AgentPort = {
  name: "gemini-cli",
  programs: ["gemini"],
  protocol: "gemini",
  install: { registry: "npm", name: "@google/gemini-cli", version: "0.61.0", node: "20" },
  tried: { from: "0.61.0", to: "0.61.0" },
  continues: true,
  takesSystem: false, // its system text can be replaced, not added to
  limitsTurns: true,
  command: (turn, inside) => {
    checkTurn(geminiCli, turn);
    const settings = {
      security: { auth: { selectedType: "gemini-api-key" } },
      privacy: { usageStatisticsEnabled: false },
      general: { enableAutoUpdate: false },
      ...(turn.turns === undefined ? {} : { model: { maxSessionTurns: turn.turns } }),
    };
    return {
      argv: [
        turn.program,
        ...["-m", turn.model, "--approval-mode", "yolo", "--output-format", "stream-json"],
        ...(turn.session === undefined ? [] : ["--resume", turn.session]),
        `--prompt=${promptWord(turn.prompt)}`,
      ],
      environment: {
        GEMINI_API_KEY: DUMMY_KEY,
        GOOGLE_GEMINI_BASE_URL: modelAddress(inside),
        GEMINI_CLI_TRUST_WORKSPACE: "true",
      },
      files: [{ path: ".gemini/settings.json", text: JSON.stringify(settings) }],
    };
  },
  read: (event, log) => {
    const type = textAt(event, "type");
    if (type === "init") log.session(textAt(event, "session_id"));
    else if (type === "message" && textAt(event, "role") === "assistant") {
      if (at(event, "delta") === true) log.moreText(textAt(event, "content"));
      else log.text(textAt(event, "content"));
    } else if (type === "tool_use") log.toolCall(textAt(event, "tool_id"), textAt(event, "tool_name"), asText(at(event, "parameters")));
    else if (type === "tool_result")
      log.toolResult(textAt(event, "tool_id"), asText(at(event, "output") ?? ""), { failed: textAt(event, "status") === "error" });
    else if (type === "error") log.notice(textAt(event, "message"));
    else if (type === "result") {
      const stats = at(event, "stats");
      const usage = {
        inputTokens: countAt(stats, "input_tokens"),
        cachedTokens: countAt(stats, "cached"),
        outputTokens: countAt(stats, "output_tokens"),
      };
      const message = textAt(event, "error", "message");
      // Of a request that failed it tells zeros: nothing was counted.
      if (!(message !== undefined && usage.outputTokens === 0)) log.setUsage(usage, "turn");
      if (textAt(event, "status") === "success") log.end("answered");
      else log.end(/session turns/i.test(message ?? "") ? "turn limit" : "failed", message ?? "no reason given", statusIn(message));
    }
  },
};
