import { type Command, Option } from "commander";
import type { AgentLaw } from "../../agents/served/law.ts";
import { MODEL_2 } from "../../model/canonical.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { numberText, pathText, seedOption, wholeNumber } from "../options.ts";
import { print } from "../print.ts";

const DEFAULT_PORT = 4180;

interface Guided {
  readonly kind: string;
  readonly strength?: number;
}

interface ModelOptions {
  readonly port: number;
  readonly pool?: string;
  readonly point?: string;
  readonly guidance?: Guided;
  readonly claims?: number;
  readonly seed: string;
}

export function addModel(group: Command): void {
  group
    .command("model")
    .summary("the model's own agent, served over the protocols of real ones: no key needed")
    .description(
      "Serves the model's own agent on this machine until it is interrupted: an agent pointed at it does the addition task by truncated-normal steps.",
    )
    .option("--port <n>", "0 takes any that is free", wholeNumber("--port", 0, 65_535), DEFAULT_PORT)
    .addOption(
      new Option("--pool <file>", "the agent as JSON: members, or {pool, weights, guidance, claimRate}; - reads standard input").argParser(
        pathText("--pool"),
      ),
    )
    .addOption(new Option("--point <file>", "the agent of a parameter point; - reads standard input").conflicts("pool"))
    .option("--guidance <kind:strength>", "aligned:3, misaligned:0.5 or none; before what the file says", guidanceText)
    .option("--claims <rate>", "h, how often it says that a stage is done whose attempts all failed", numberText("--claims"))
    .addOption(seedOption())
    .addHelpText("after", HELP)
    .action(serve);
}

async function serve(options: ModelOptions): Promise<void> {
  const [{ serveModel }, { untilStopped }, law] = await Promise.all([
    import("../../agents/served/serve.ts"),
    import("../untilStopped.ts"),
    lawGiven(options),
  ]);
  const stop = untilStopped();
  const server = await serveModel({ listen: { host: "127.0.0.1", port: options.port }, law, seed: options.seed });
  try {
    await print(`${server.address}\n`);
    process.stderr.write(`${howToPoint(server.address)}\nserving; Ctrl-C ends it\n`);
    await stop.asked;
    process.stderr.write("ending\n");
  } finally {
    await server.close();
    stop.forget();
  }
}

/** The law that the options give: a file's, or Model 2's, and what stands beside it. @throws InvalidInput */
async function lawGiven({ pool, point, guidance, claims }: ModelOptions): Promise<AgentLaw> {
  const [{ lawOfPoint, parseLaw }, { readJson }, { parsePoint }] = await Promise.all([
    import("../../agents/served/law.ts"),
    import("../readInput.ts"),
    import("../../model/validate.ts"),
  ]);
  const file = pool === undefined ? undefined : await readJson(pool, "--pool");
  const law =
    point !== undefined
      ? lawOfPoint(parsePoint(await readJson(point, "--point")))
      : parseLaw(file === undefined ? { pool: [MODEL_2] } : Array.isArray(file) ? { pool: file } : file);
  return parseLaw({ ...law, ...(guidance === undefined ? {} : { guidance }), ...(claims === undefined ? {} : { claimRate: claims }) });
}

function guidanceText(text: string): Guided {
  const [, kind, strength] = /^(none|aligned|misaligned)(?::(.+))?$/.exec(text) ?? [];
  if (kind === undefined || (kind !== "none" && strength === undefined))
    throw new InvalidInput("--guidance", "must be aligned:STRENGTH, misaligned:STRENGTH or none", text);
  return { kind, ...(strength === undefined ? {} : { strength: numberText("--guidance")(strength) }) };
}

const howToPoint = (address: string): string => `
It does the addition task and nothing else, by any name; ${NAME} is one. Agents want a key, and any will do:
  codex     LAB_KEY=any codex exec -m ${NAME} -c model_provider=lab -c 'model_providers.lab={name="lab",base_url="${address}/v1",env_key="LAB_KEY",wire_api="responses"}'
  claude    ANTHROPIC_BASE_URL=${address} ANTHROPIC_API_KEY=any claude -p --model ${NAME}
  gemini    GOOGLE_GEMINI_BASE_URL=${address} GEMINI_API_KEY=any gemini -m gemini-2.5-pro
  mini      OPENAI_API_KEY=any mini -m openai/${NAME} -c mini.yaml -c model.model_kwargs.api_base=${address}/v1
  pi        in ~/.pi/agent/models.json: {"providers":{"lab":{"baseUrl":"${address}/v1","apiKey":"any","api":"openai-completions","models":[{"id":"${NAME}"}]}}}
            then pi -p --provider lab --model ${NAME}
  opencode  OPENCODE_CONFIG_CONTENT='{"provider":{"lab":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"${address}/v1","apiKey":"any"},"models":{"${NAME}":{}}}}}' opencode run -m lab/${NAME}
`;
const NAME = "harness-lab";

const HELP = `
Without --pool or --point the agent is Model 2 of the paper (mu 8, sigma 3, [5, 11]). Draws are named by the seed, the trial, stage, attempt
and step: a request that is sent again gets the same answer. The lab names the trial in its own runs; an agent that is pointed here by hand
has the first message for it, so that the same task gets the same numbers until --seed is another.
Speaks Responses, Chat Completions, Messages and Gemini. Only this machine can reach it.

Examples:
  harness-lab agents model
  harness-lab agents model --port 0 --pool examples/pool.json --guidance aligned:3 --claims 0.2
  harness-lab agents model --point examples/point.json --seed other`;
