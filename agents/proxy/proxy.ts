import { chmod } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { InvalidInput } from "../../model/invalid.ts";
import type { TrialUsage } from "../../model/trial.ts";
import type { WireProtocol } from "../ports/port.ts";
import { readBody } from "../wire/readBody.ts";
import type { ModelRequest, TokenUsage } from "../wire/wire.ts";
import { wireOf } from "../wire/wires.ts";
import { type Budget, checkBudget, checkPriced, isMetered, spentBudget, untoldBudget } from "./budget.ts";
import { type CheckedRequest, checkedRequest } from "./checkedRequest.ts";
import type { Failure } from "./failure.ts";
import { type ForwardLimits, forward, type Reason } from "./forward.ts";
import { Gate } from "./gate.ts";
import { Meter } from "./meter.ts";
import { costOf, type Prices } from "./prices.ts";
import { type Upstream, upstreamOf } from "./upstream.ts";

export interface ProxyOptions {
  /** Path of the unix socket to listen on, in a folder that others cannot enter. */ readonly socket: string;
  /** What the trial's agent speaks: nothing else is answered. */ readonly protocol: WireProtocol;
  readonly upstream: Upstream;
  /** The trial's model: requests for another are refused. Absent where the agent chooses. */ readonly model?: string;
  readonly budget?: Budget;
  readonly prices: Prices;
  readonly limits?: Partial<ProxyLimits>;
  /** Told of every request for an answer that was sent, after its end. Must not throw. */ readonly trace?: (call: TracedCall) => void;
  /** In ms; for tests. */ readonly now?: () => number;
}

export interface ProxyLimits extends ForwardLimits {
  /** Bytes of an agent's request. */ readonly bodyBytes: number;
  /** Requests that only count tokens: they cost nothing and are in no budget. */ readonly countRequests: number;
}

/** One request for an answer, for a trace. The key is not in it; prompts are. */
export interface TracedCall {
  readonly protocol: WireProtocol;
  readonly request: ModelRequest;
  /** What went to the agent, from its beginning. */ readonly answer: Buffer;
  readonly answerCut: boolean;
  readonly usage?: TokenUsage;
  readonly failure?: Failure;
  readonly durationMs: number;
}

export interface ModelProxy {
  /** What was used so far. Complete after `close`: an agent may end before the server's last word is counted. */
  readonly usage: () => TrialUsage;
  /** Why the last request for an answer failed; undefined where it went well. */ readonly failure: () => Failure | undefined;
  /** How long the server had sent nothing when the agent gave up on it, over the last requests in a row to which that happened. */
  readonly silentMs: () => number;
  /** Once no request is under way, as soon after the agent's end. */ readonly quiet: () => Promise<void>;
  /** Requests that were sent and not answered well, and those not sent since they were wrong in themselves. */
  readonly counts: () => { readonly failed: number; readonly refused: number };
  /** Ends what is under way, within a second. */ readonly close: () => Promise<void>;
}

const MIB = 2 ** 20;
const DEFAULT_LIMITS: ProxyLimits = {
  firstByteMs: 10 * 60_000, // some models think for minutes before the first word
  betweenBytesMs: 5 * 60_000,
  answerBytes: 64 * MIB,
  keptBytes: MIB,
  bodyBytes: 16 * MIB,
  countRequests: 1_000,
};

/**
 * Starts the proxy of one trial: the only way of its agent to the model. It counts, holds budgets, keeps the key on this side and passes
 * answers on as they come.
 *
 * Budgets are looked at before each request. One that is spent is answered by a last text, so that the agent ends by itself. Requests are
 * counted before they are sent, so their budget holds exactly; where tokens or money are budgeted, requests are sent one at a time, so
 * these are passed by one request at most. An answer that does not tell its tokens (a server that tells none, one that breaks off, an
 * agent that goes away before the end) leaves such a budget without a hold, and no bound can be had from bytes, since what a model thinks
 * is charged but not sent: the trial gets no further answer, and `failure` is "untold". A request that got no answer or an error counts
 * as no tokens.
 *
 * @throws InvalidInput for what cannot be taken as given, and for a budget of money without a price
 */
export async function startProxy(options: ProxyOptions): Promise<ModelProxy> {
  const trial = new TrialProxy(options);
  await trial.listen();
  return trial;
}

class TrialProxy implements ModelProxy {
  readonly #options: ProxyOptions;
  readonly #wire;
  readonly #way;
  readonly #budget: Budget;
  readonly #limits: ProxyLimits;
  readonly #now: () => number;
  readonly #startMs: number;
  readonly #meter = new Meter();
  readonly #gate = new Gate();
  readonly #server: Server;
  readonly #running = new Map<AbortController, Promise<void>>();
  #failure: Failure | undefined;
  #silentMs = 0;
  #refused = 0;
  #countRequests = 0;
  #closed = false;

  constructor(options: ProxyOptions) {
    const { budget = {}, model, prices } = options;
    checkBudget(budget);
    if (budget.money !== undefined && model === undefined) throw new InvalidInput("model", "must be fixed where money is budgeted");
    checkPriced(budget, model ?? "", prices);
    this.#options = options;
    this.#wire = wireOf(options.protocol);
    this.#way = upstreamOf(options.upstream, this.#wire);
    this.#budget = budget;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#now = options.now ?? (() => performance.now());
    this.#startMs = this.#now();
    this.#server = createServer((request, response) => {
      const abort = new AbortController();
      const ended = this.#take(request, response, abort).catch(() => void response.destroy());
      this.#running.set(abort, ended);
      void ended.then(() => this.#running.delete(abort));
    });
    this.#server.maxConnections = 64;
    // A connection that is closed for idleness may meet the agent's next request, which then fails.
    this.#server.keepAliveTimeout = 0;
  }

  async listen(): Promise<void> {
    const { socket } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(socket, resolve);
    });
    await chmod(socket, 0o600); // other users of the machine would spend the user's money
  }

  usage = (): TrialUsage => this.#meter.usage();
  failure = (): Failure | undefined => this.#failure;
  silentMs = (): number => this.#silentMs;
  quiet = async (): Promise<void> => void (await Promise.all(this.#running.values()));
  counts = () => ({ failed: this.#meter.failures, refused: this.#refused });

  close = async (): Promise<void> => {
    this.#closed = true;
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    for (const abort of this.#running.keys()) abort.abort("closed" satisfies Reason);
    this.#server.closeAllConnections();
    await Promise.all([closed, ...this.#running.values()]);
    this.#way.close();
  };

  /** Takes one request of the agent, from its head to the end of its answer. */
  async #take(request: IncomingMessage, response: ServerResponse, abort: AbortController): Promise<void> {
    response.on("error", () => undefined);
    response.on("close", () => abort.abort("gone" satisfies Reason));
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const method = request.method ?? "";
    const asks = this.#wire.asks(method, path);
    if (asks === undefined) return this.#refuse(response, 404, "This is not a path of the agent's protocol.");
    const { model } = this.#options;
    if (asks === "models") return answerJson(response, 200, this.#wire.models(model === undefined ? [] : [model]));
    const bytes = await readBody(request, this.#limits.bodyBytes);
    if (bytes === "too long") return this.#refuse(response, 413, `A request may have ${this.#limits.bodyBytes} bytes.`);
    let checked: CheckedRequest;
    try {
      checked = checkedRequest(this.#wire, path, bytes, model);
    } catch (error) {
      if (error instanceof InvalidInput) return this.#refuse(response, 400, error.message);
      throw error;
    }
    const send = async (asksModel: boolean) =>
      forward(this.#way.open(method, path, new URLSearchParams(query), request.headers, abort.signal), checked.body, response, {
        wire: this.#wire,
        asksModel,
        key: this.#options.upstream.key,
        limits: this.#limits,
        abort,
      });
    if (asks === "answer") return this.#answer(checked, response, abort, () => send(true));
    if (this.#countRequests++ >= this.#limits.countRequests) return this.#refuse(response, 429, "Tokens were counted often enough.");
    await send(false);
  }

  async #answer(
    { request }: CheckedRequest,
    response: ServerResponse,
    { signal }: AbortController,
    send: () => ReturnType<typeof forward>,
  ): Promise<void> {
    const leave = isMetered(this.#budget) ? await this.#gate.enter() : () => undefined;
    try {
      if (this.#closed || signal.aborted) return;
      const held = this.#held();
      if (held) {
        this.#failure = held;
        const { contentType, body } = this.#wire.write({ kind: "text", text: held.message }, request, NOTHING);
        response.writeHead(200, { "content-type": contentType }).end(body);
        return;
      }
      this.#meter.sent();
      const startMs = this.#now();
      const { failure, answered, whole, silentMs, usage, answer, cut } = await send();
      const price = this.#options.prices.models.get(request.model ?? "");
      if (answered) this.#meter.answered(usage, costOf(price, usage));
      if (failure) this.#meter.failed();
      if (failure || whole) this.#failure = failure; // an agent that went away says nothing about the server...
      this.#silentMs = failure || whole ? 0 : this.#silentMs + (silentMs ?? 0); // ... unless it waited long
      const told = { ...(usage ? { usage } : {}), ...(failure ? { failure } : {}) };
      const { protocol, trace } = this.#options;
      trace?.({ protocol, request, answer, answerCut: cut, ...told, durationMs: this.#now() - startMs });
    } finally {
      leave();
    }
  }

  /** Why nothing more is sent; undefined where it may be. */
  #held(): Failure | undefined {
    const used = this.#meter.usage();
    const spent = spentBudget(this.#budget, used, this.#now() - this.#startMs, this.#options.prices.currency);
    if (spent !== undefined) return { kind: "budget", message: `The budget of this trial is spent: ${spent}.` };
    const untold = untoldBudget(this.#budget, used);
    if (untold === undefined) return undefined;
    return { kind: "untold", message: `The budget of this trial cannot be held: an answer did not tell its ${untold}.` };
  }

  #refuse(response: ServerResponse, status: number, message: string): void {
    this.#refused++;
    // What is left of a body that was not read to its end would be taken for the next request.
    response.setHeader("connection", "close");
    answerJson(response, status, this.#wire.error(status, message));
  }
}

const NOTHING = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

function answerJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
