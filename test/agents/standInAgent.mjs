#!/usr/bin/env node
/**
 * A small headless agent, for tests of what drives agents: it speaks Chat Completions to the model at STAND_IN_MODEL, runs calls of its one
 * tool `bash` in the folder that it stands in, prints its events as JSON lines, and keeps its session in its home.
 *
 *   standInAgent.mjs [--session ID] [--system TEXT] [--model NAME] -- PROMPT
 *
 * Events: session {id}, tool_call {id, name, input}, tool_result {id, output, exit}, usage {input_tokens, cached_tokens, output_tokens},
 * text {text}, final {text}, failed {message, status}. Exit code 0 after final, 1 after failed.
 *
 * STAND_IN_FAULT, or a line "FAULT: …" in the prompt, makes it misbehave: NAME, or NAME@N to do so after N results of tools in this turn.
 */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const MOST_OUTPUT = 32_768;
const say = (type, fields = {}) => process.stdout.write(`${JSON.stringify({ type, ...fields })}\n`);
const forever = () => new Promise(() => setInterval(() => undefined, 60_000));

const FAULTS = {
  hang: forever,
  "ignore-term": () => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
    return forever();
  },
  /** Children in sessions of their own, which hold its standard output, ignore TERM and outlive it. */
  fork: () => {
    for (let child = 0; child < 3; child++)
      spawn("/bin/sh", ["-c", "trap '' TERM HUP; sleep 300; sleep 300"], { detached: true, stdio: "inherit" }).unref();
  },
  /** Prints until it is ended, 1 GB at most. */
  print: async () => {
    const line = `${JSON.stringify({ type: "noise", text: "x".repeat(65_000) })}\n`;
    for (let bytes = 0; bytes < 1e9; bytes += line.length)
      if (!process.stdout.write(line)) await new Promise((go) => process.stdout.once("drain", go));
  },
  /** Fills the work folder until it is ended or refused, 20 GB at most. */
  "fill-disk": async () => {
    const block = Buffer.alloc(1 << 20, 1);
    for (let file = 0; file < 400; file++) {
      const stream = createWriteStream(`fill-${file}`);
      const failed = new Promise((done) => stream.on("error", done));
      for (let count = 0; count < 50; count++)
        if (!stream.write(block)) await Promise.race([failed, new Promise((go) => stream.once("drain", go))]);
      stream.end();
    }
  },
  nothing: () => process.exit(0),
  crash: () => process.exit(3),
  /** What a hostile agent might print. */
  garbage: () =>
    process.stdout.write(
      'not json\n{"type":\n[]\n"text"\n{"type":"session","id":"../../etc"}\n{"type":"text","text":"\\u001b[2J<script>"}\n',
    ),
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: "boolean" },
    session: { type: "string" },
    system: { type: "string" },
    model: { type: "string", default: "stand-in" },
  },
});
if (options.version) {
  process.stdout.write("stand-in 1.0.0\n");
  process.exit(0);
}
const prompt = positionals.join(" ");
const [fault, after = "0"] = (process.env.STAND_IN_FAULT ?? /^FAULT: (\S+)$/m.exec(prompt)?.[1] ?? "").split("@");
let results = 0;
const misbehave = async () => {
  if (fault !== "" && results === Number(after)) await FAULTS[fault]();
};

const TOOLS = [
  {
    type: "function",
    function: {
      name: "bash",
      description: "Runs a command in a shell",
      parameters: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
    },
  },
];

const sessions = join(process.env.HOME ?? ".", ".stand-in");
mkdirSync(sessions, { recursive: true });
const session = options.session ?? crypto.randomUUID();
const file = join(sessions, `${session}.json`);
const messages = options.session === undefined ? [] : JSON.parse(readFileSync(file, "utf8"));
const keep = () => writeFileSync(file, JSON.stringify(messages));

function run(command) {
  return new Promise((done) => {
    const child = spawn("/bin/sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output = (output + chunk).slice(0, MOST_OUTPUT);
      });
    child.on("error", (error) => done({ output: String(error.message), exit: 127 }));
    child.on("close", (exit) => done({ output, exit: exit ?? 1 }));
  });
}

/** One answer of the model, from its stream. @throws Error, with `status` where the server told one */
async function ask() {
  const system = options.system === undefined ? [] : [{ role: "system", content: options.system }];
  const answer = await fetch(`${process.env.STAND_IN_MODEL}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer no-key-in-here" },
    body: JSON.stringify({
      model: options.model,
      messages: [...system, ...messages],
      tools: TOOLS,
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  const body = await answer.text();
  if (!answer.ok) throw Object.assign(new Error(`the model answered ${answer.status}: ${body.slice(0, 200)}`), { status: answer.status });
  const said = { role: "assistant", content: "", tool_calls: [] };
  let [usage, whole] = [undefined, false];
  for (const line of body.split("\n")) {
    if (!line.startsWith("data: ")) continue;
    if (line === "data: [DONE]") {
      whole = true;
      break;
    }
    const event = JSON.parse(line.slice(6));
    usage = event.usage ?? usage;
    const delta = event.choices?.[0]?.delta ?? {};
    said.content += delta.content ?? "";
    for (const call of delta.tool_calls ?? []) {
      said.tool_calls[call.index] ??= { id: "", type: "function", function: { name: "", arguments: "" } };
      const kept = said.tool_calls[call.index];
      kept.id ||= call.id ?? "";
      kept.function.name += call.function?.name ?? "";
      kept.function.arguments += call.function?.arguments ?? "";
    }
  }
  if (!whole) throw new Error("the model's answer breaks off");
  const { tool_calls, ...text } = said;
  return { message: tool_calls.length > 0 ? said : text, usage };
}

async function turn() {
  messages.push({ role: "user", content: prompt });
  for (;;) {
    await misbehave();
    const { message, usage } = await ask();
    if (usage)
      say("usage", {
        input_tokens: usage.prompt_tokens,
        cached_tokens: usage.prompt_tokens_details?.cached_tokens,
        output_tokens: usage.completion_tokens,
      });
    messages.push(message);
    if (!message.tool_calls) {
      keep();
      return say("final", { text: message.content });
    }
    if (message.content !== "") say("text", { text: message.content });
    for (const call of message.tool_calls) {
      const input = JSON.parse(call.function.arguments);
      say("tool_call", { id: call.id, name: call.function.name, input });
      const result = await run(String(input.command));
      say("tool_result", { id: call.id, ...result });
      messages.push({ role: "tool", tool_call_id: call.id, content: result.output });
      results++;
    }
    keep();
  }
}

if (fault !== "" && !Object.hasOwn(FAULTS, fault)) throw new Error(`STAND_IN_FAULT must be one of ${Object.keys(FAULTS).join(", ")}`);
say("session", { id: session });
await turn().catch((error) => {
  process.exitCode = 1;
  say("failed", { message: error.message, status: error.status });
});
