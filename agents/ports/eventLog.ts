import type { AgentEvent, Outcome, OutcomeStatus, ReportedUsage } from "./outcome.ts";

const MOST_EVENTS = 10_000;
const MOST_TEXT = 64 * 1024;
const MOST_ID = 200;

type Read = (event: unknown, log: EventLog) => void;

/** Collects what a port understands of an agent's events, in bounded memory. */
export class EventLog {
  #events: AgentEvent[] = [];
  #unread = 0;
  #steps = 0;
  #finalText: string | undefined;
  #sessionId: string | undefined;
  #usage: ReportedUsage | undefined;
  #usageOver: "turn" | "session" = "turn";
  #end: { readonly status: OutcomeStatus; readonly reason?: string; readonly httpStatus?: number } | undefined;
  readonly #read: Read;

  /** @param read  of the agent's port */
  constructor({ read }: { readonly read: Read }) {
    this.#read = read;
  }

  /** Takes one line of standard output. Empty ones are nothing; what is no JSON is counted. */
  line(line: string, cut: boolean): void {
    if (line.trim() === "") return;
    let event: unknown;
    try {
      event = cut ? undefined : JSON.parse(line);
    } catch {
      // Counted below.
    }
    if (event === null || typeof event !== "object") this.#unread++;
    else this.#read(event, this);
  }

  session(id: string | undefined): void {
    // It becomes an argument of the next turn's command, so it may be nothing but a name.
    if (id !== undefined && /^[A-Za-z0-9][\w.-]*$/.test(id) && id.length <= MOST_ID) this.#sessionId = id;
  }

  /** Something said by the model; the last before the end is the final text. */
  text(text: string | undefined): void {
    if (text === undefined || text === "") return;
    this.#finalText = bounded(text);
    this.#add({ kind: "text", text: this.#finalText });
  }

  /** Goes on with the text before, for agents that tell it in pieces. */
  moreText(piece: string | undefined): void {
    const last = this.#events.at(-1);
    if (last?.kind !== "text") this.text(piece);
    else {
      this.#finalText = bounded(last.text + (piece ?? ""));
      this.#events[this.#events.length - 1] = { kind: "text", text: this.#finalText };
    }
  }

  toolCall(id: string | undefined, tool: string | undefined, input: string): void {
    this.#steps++;
    this.#finalText = undefined; // what was said before a tool call is not the end
    this.#add({ kind: "tool call", id: name(id), tool: name(tool), input: bounded(input) });
  }

  toolResult(id: string | undefined, output: string, { exit, failed }: { exit?: number | undefined; failed?: boolean } = {}): void {
    const more = { ...(exit === undefined ? {} : { exit }), ...(failed ? { failed: true as const } : {}) };
    this.#add({ kind: "tool result", id: name(id), output: bounded(output), ...more });
  }

  notice(text: string | undefined): void {
    if (text !== undefined && text !== "") this.#add({ kind: "notice", text: bounded(text) });
  }

  /** Tokens of one request, to be summed. */
  addUsage(usage: MaybeUsage): void {
    const sum = (first: number | undefined, second: number | undefined) =>
      first === undefined ? second : second === undefined ? first : first + second;
    this.#usage = present({
      inputTokens: sum(this.#usage?.inputTokens, usage.inputTokens),
      cachedTokens: sum(this.#usage?.cachedTokens, usage.cachedTokens),
      outputTokens: sum(this.#usage?.outputTokens, usage.outputTokens),
    });
  }

  /** Tokens of the whole turn, or of the whole session so far. */
  setUsage(usage: MaybeUsage, over: "turn" | "session"): void {
    this.#usage = present(usage);
    this.#usageOver = over;
  }

  /** The agent's last word; a later one replaces it, as after a retry. */
  end(status: OutcomeStatus, reason?: string | undefined, httpStatus?: number | undefined): void {
    this.#end = {
      status,
      ...(reason === undefined ? {} : { reason: bounded(reason) }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
    };
  }

  outcome(): Outcome {
    return {
      ...(this.#end ?? { status: "no end", reason: "the agent's events stop before their end" }),
      // What is said in a turn that failed is mostly the agent's own message.
      ...(this.#end?.status !== "answered" || this.#finalText === undefined ? {} : { finalText: this.#finalText }),
      ...(this.#sessionId === undefined ? {} : { sessionId: this.#sessionId }),
      steps: this.#steps,
      ...(this.#usage === undefined ? {} : { usage: this.#usage }),
      usageOver: this.#usageOver,
      events: this.#events,
      unread: this.#unread,
    };
  }

  #add(event: AgentEvent): void {
    if (this.#events.length < MOST_EVENTS) this.#events.push(event);
    else this.#unread++;
  }
}

type MaybeUsage = { readonly [Name in keyof ReportedUsage]: number | undefined };

/** Without what is unknown; undefined where nothing is known. */
function present(usage: MaybeUsage): ReportedUsage | undefined {
  const known = Object.entries(usage).filter(([, tokens]) => tokens !== undefined);
  return known.length > 0 ? (Object.fromEntries(known) as ReportedUsage) : undefined;
}

const bounded = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}\n[cut]` : text);
const name = (text = ""): string => text.slice(0, MOST_ID);

/** A status of the 400s or 500s that a message names, such as "unexpected status 401 Unauthorized". */
export function statusIn(message: string | undefined): number | undefined {
  const found = /(?:^|status|code|http|error)\D{0,12}\b([45]\d\d)\b/i.exec(message ?? "")?.[1];
  return found === undefined ? undefined : Number(found);
}
