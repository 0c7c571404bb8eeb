import { asText, at, countAt, listAt, textAt } from "../json.ts";
import type { AgentPort } from "./port.ts";
import { checkTurn, DUMMY_KEY, modelAddress } from "./words.ts";

/** mini-swe-agent. It prints no events: its trajectory, written at its end, is read as one. A session cannot be gone on with. */
export const miniSweAgent: AgentPort = {
  name: "mini-swe-agent",
  programs: ["mini"],
  protocol: "chat",
  install: { registry: "pip", name: "mini-swe-agent", version: "2.4.6" },
  tried: { from: "2.4.6", to: "2.4.6" },
  continues: false,
  takesSystem: false,
  limitsTurns: true,
  resultFile: "trajectory.json",
  command: (turn, inside) => {
    checkTurn(miniSweAgent, turn);
    const settings = {
      "model.model_kwargs.api_base": modelAddress(inside, "/v1"),
      "model.cost_tracking": "ignore_errors",
      "agent.cost_limit": 0,
      ...(turn.turns === undefined ? {} : { "agent.step_limit": turn.turns }),
    };
    return {
      argv: [
        turn.program,
        ...["-c", "mini.yaml", ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
        ...["-m", `openai/${turn.model}`, "--agent-class", "default", "-y", "--exit-immediately"],
        ...["-o", `${inside.home}/trajectory.json`, `--task=${turn.prompt}`],
      ],
      environment: {
        OPENAI_API_KEY: DUMMY_KEY,
        MSWEA_CONFIGURED: "true",
        MSWEA_SILENT_STARTUP: "1",
        MSWEA_COST_TRACKING: "ignore_errors",
        MSWEA_GLOBAL_CONFIG_DIR: `${inside.home}/.mini`,
      },
    };
  },
  read: (trajectory, log) => {
    for (const message of listAt(trajectory, "messages")) {
      const role = textAt(message, "role");
      if (role === "assistant") {
        log.text(textAt(message, "content"));
        for (const action of listAt(message, "extra", "actions"))
          log.toolCall(textAt(action, "tool_call_id"), "bash", asText({ command: at(action, "command") }));
        const usage = at(message, "extra", "response", "usage");
        log.addUsage({
          inputTokens: countAt(usage, "prompt_tokens"),
          cachedTokens: countAt(usage, "prompt_tokens_details", "cached_tokens"),
          outputTokens: countAt(usage, "completion_tokens"),
        });
      } else if (role === "tool")
        log.toolResult(textAt(message, "tool_call_id"), asText(at(message, "extra", "raw_output") ?? at(message, "content") ?? ""), {
          exit: countAt(message, "extra", "returncode"),
        });
    }
    const status = textAt(trajectory, "info", "exit_status");
    if (status === "Submitted") {
      log.text(textAt(trajectory, "info", "submission"));
      log.end("answered");
    } else if (status === "LimitsExceeded" || status === "TimeExceeded") log.end("turn limit", status);
    else if (status !== undefined && status !== "") log.end("failed", status);
  },
};
