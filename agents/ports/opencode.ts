import { asText, at, countAt, textAt } from "../json.ts";
import { statusIn } from "./eventLog.ts";
import type { AgentPort } from "./port.ts";
import { checkTurn, DUMMY_KEY, modelAddress, PROVIDER, promptWord } from "./words.ts";

/** opencode. On errors of its model it retries for long and prints nothing: the clock of the sandbox has to end it. */
export const opencode: AgentPort = {
  name: "opencode",
  programs: ["opencode"],
  protocol: "chat",
  install: { registry: "npm", name: "opencode-ai", version: "1.18.33" },
  tried: { from: "1.18.33", to: "1.18.33" },
  continues: true,
  takesSystem: true,
  limitsTurns: false,
  command: (turn, inside) => {
    checkTurn(opencode, turn);
    const model = `${PROVIDER}/${turn.model}`;
    const provider = {
      npm: "@ai-sdk/openai-compatible",
      name: PROVIDER,
      options: { baseURL: modelAddress(inside, "/v1"), apiKey: DUMMY_KEY },
      models: { [turn.model]: { limit: { context: 128_000, output: 16_384 } } },
    };
    const settings = {
      ...{ autoupdate: false, share: "disabled", model, small_model: model, enabled_providers: [PROVIDER], permission: "allow" },
      provider: { [PROVIDER]: provider },
      ...(turn.system === undefined ? {} : { instructions: [`${inside.home}/${SYSTEM_FILE}`] }),
    };
    return {
      // Without a title it asks the model for one, which would count as a request of the task.
      argv: [
        turn.program,
        ...["run", "--format", "json", "-m", model, "--title", "task"],
        ...(turn.session === undefined ? [] : ["-s", turn.session]),
        "--",
        promptWord(turn.prompt),
      ],
      environment: {
        OPENCODE_DISABLE_AUTOUPDATE: "1",
        OPENCODE_DISABLE_MODELS_FETCH: "1",
        OPENCODE_CONFIG_CONTENT: JSON.stringify(settings),
      },
      files: turn.system === undefined ? [] : [{ path: SYSTEM_FILE, text: turn.system }],
    };
  },
  read: (event, log) => {
    const [type, part] = [textAt(event, "type"), at(event, "part")];
    log.session(textAt(event, "sessionID"));
    if (type === "text") log.text(textAt(part, "text"));
    else if (type === "tool_use") {
      const [id, state] = [textAt(part, "callID"), at(part, "state")];
      log.toolCall(id, textAt(part, "tool"), asText(at(state, "input")));
      const exit = countAt(state, "metadata", "exit");
      log.toolResult(id, asText(at(state, "output") ?? at(state, "error") ?? ""), { exit, failed: textAt(state, "status") === "error" });
    } else if (type === "step_finish") {
      const tokens = at(part, "tokens");
      const [fresh, cached] = [countAt(tokens, "input"), countAt(tokens, "cache", "read")];
      log.addUsage({
        inputTokens: fresh === undefined ? undefined : fresh + (cached ?? 0),
        cachedTokens: cached,
        outputTokens: countAt(tokens, "output"),
      });
      if (textAt(part, "reason") === "stop") log.end("answered");
    } else if (type === "error") {
      const message = textAt(event, "error", "data", "message") ?? textAt(event, "error", "name");
      log.end("failed", message ?? "no reason given", countAt(event, "error", "data", "statusCode") ?? statusIn(message));
    }
  },
};

const SYSTEM_FILE = "instructions.md";
