import { at, listAt, textAt } from "../json.ts";
import type { ModelReply, Tool, ToolCall } from "../wire/wire.ts";

/** Names of the tools by which agents run a command, the likeliest first. */
const SHELLS = ["exec_command", "shell_command", "bash", "run_shell_command", "shell", "local_shell", "execute", "terminal"];

/** A call of the agent's own shell, with what its schema requires; undefined where it has none. */
export function shellCall(tools: readonly Tool[], id: string, command: string): Extract<ModelReply, { kind: "call" }> | undefined {
  const tool = SHELLS.map((shell) => tools.find(({ name }) => name.toLowerCase() === shell)).find((found) => found !== undefined);
  if (!tool) return undefined;
  const field = at(tool.parameters, "properties", "cmd") === undefined ? "command" : "cmd";
  const inList = typeIn(tool, field) === "array";
  const required = listAt(tool.parameters, "required").filter((name): name is string => typeof name === "string" && name !== field);
  const fillers = required.map((name) => [name, filler(tool, name)]);
  return {
    kind: "call",
    id,
    name: tool.name,
    input: { ...Object.fromEntries(fillers), [field]: inList ? ["sh", "-c", command] : command },
  };
}

/** The command of such a call, as the agent gives it back; undefined for a call of another kind. */
export function commandOf({ input }: ToolCall): string | undefined {
  const list = listAt(input, "command");
  const last = list.at(-1);
  return textAt(input, "cmd") ?? textAt(input, "command") ?? (typeof last === "string" ? last : undefined);
}

/** JSON schema's type, in the lower case that Gemini does without. */
const typeIn = (tool: Tool, field: string): string | undefined => textAt(tool.parameters, "properties", field, "type")?.toLowerCase();

/** Something that fits a required field besides the command. */
function filler(tool: Tool, field: string): unknown {
  const choice = listAt(tool.parameters, "properties", field, "enum")[0];
  if (choice !== undefined) return choice;
  switch (typeIn(tool, field)) {
    case "boolean":
      return false;
    case "number":
    case "integer":
      return 10_000;
    case "array":
      return [];
    case "object":
      return {};
    default:
      return "adds to the ledger";
  }
}
