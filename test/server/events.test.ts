import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Job, JobEvents } from "../../server/api.ts";
import { listen } from "../../server/listen.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { testServer } from "./testServer.ts";

const server = testServer({ limits: { lonelyMs: 300, heartbeatMs: 100, streams: 2 } });
let url = "";
beforeAll(async () => {
  url = (await listen(server.app, "127.0.0.1", 0)).url;
});

type Told = { [N in keyof JobEvents]: { readonly id: string; readonly event: N; readonly data: JobEvents[N] } }[keyof JobEvents];

/** Events of a job as they come, until the stream ends or the reader has had enough. */
async function* events(
  id: string,
  { lastId, signal }: { lastId?: string; signal?: AbortSignal } = {},
): AsyncGenerator<Told | "sign of life"> {
  const headers = lastId === undefined ? {} : { "last-event-id": lastId };
  const reply = await fetch(`${url}/api/v1/jobs/${id}/events`, { headers, ...(signal ? { signal } : {}) });
  expect(reply.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  let rest = "";
  for await (const chunk of (reply.body as ReadableStream<Uint8Array>).pipeThrough(
    new TextDecoderStream() as never,
  ) as AsyncIterable<string>) {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      if (part.startsWith(":")) yield "sign of life";
      else {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(part)?.[1] ?? "";
        yield { id: field("id"), event: field("event"), data: JSON.parse(field("data")) } as Told;
      }
    }
  }
}

const submit = async (body: object): Promise<Job> => (await server.ask("POST", "/api/v1/jobs", body)).json as Job;
const sweepOf = (count: number) => ({
  kind: "sweep",
  store: false,
  spec: { base: point, vary: { tolerance: { range: { from: 1, to: 3, count } } } },
});
const all = async (id: string, lastId?: string): Promise<Told[]> => {
  const told: Told[] = [];
  for await (const one of events(id, lastId === undefined ? {} : { lastId })) if (one !== "sign of life") told.push(one);
  return told;
};
const rowsIn = (told: readonly Told[]) => told.flatMap((one) => (one.event === "rows" ? one.data.rows : []));

describe("the events of a sweep", () => {
  test("bring every row once, in order, in several batches, and end; who comes late is told the same", async () => {
    const { id } = await submit(sweepOf(150));
    const told = await all(id);
    expect(told[0]).toMatchObject({ event: "job", data: { sweep: { varied: ["tolerance"], count: 150 }, progress: { total: 150 } } });
    expect(told.filter(({ event }) => event === "end")).toHaveLength(1);
    const end = told[told.length - 1];
    expect(end).toMatchObject({
      event: "end",
      data: { state: "done", progress: { done: 150, total: 150 }, sweep: { varied: ["tolerance"], count: 150 } },
    });
    const batches = told.filter(({ event }) => event === "rows");
    expect(batches.length).toBeGreaterThan(2);
    let next = 0;
    for (const { data } of batches as { data: JobEvents["rows"] }[]) {
      expect(data.from).toBe(next);
      next += data.rows.length;
    }
    const rows = rowsIn(told);
    const { rows: wanted } = (await server.ask("GET", `/api/v1/jobs/${id}/result`)).json as { rows: unknown[] };
    expect(rows).toEqual(wanted);
    expect(rowsIn(await all(id))).toEqual(wanted);
    expect(rowsIn(await all(id, "100"))).toEqual(wanted.slice(100));
    // An EventSource asks again after the end; 204 tells it to stop.
    expect((await fetch(`${url}/api/v1/jobs/${id}/events`, { headers: { "last-event-id": end.id } })).status).toBe(204);
  });

  test("a job does not outlive its last listener for long; one that comes back in time keeps it", async () => {
    const { id } = await submit({ kind: "simulate", point, runs: 1e9, store: false });
    const state = async () => ((await server.ask("GET", `/api/v1/jobs/${id}`)).json as Job).state;
    for (let visit = 0; visit < 2; visit++) {
      const leaving = new AbortController();
      for await (const one of events(id, { signal: leaving.signal })) if (one === "sign of life" || one.event === "progress") break;
      leaving.abort();
      await wait(100);
      expect(await state()).toBe("running");
    }
    const begun = Date.now();
    expect((await server.ended(id)).state).toBe("cancelled");
    expect(Date.now() - begun).toBeLessThan(5_000);
  });

  test("as many streams as may be open, then 503", async () => {
    const { id } = await submit({ kind: "simulate", point, runs: 1e9, store: false, detached: true });
    const leaving = new AbortController();
    const open = await Promise.all([1, 2].map(() => fetch(`${url}/api/v1/jobs/${id}/events`, { signal: leaving.signal })));
    const refused = await fetch(`${url}/api/v1/jobs/${id}/events`);
    expect(await refused.json()).toMatchObject({ code: "too-many-streams", status: 503 });
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    leaving.abort();
    await server.ask("DELETE", `/api/v1/jobs/${id}`);
    await server.ended(id);
    await wait(50);
    expect((await all(id)).at(-1)?.event).toBe("end");
    expect(server.faults).toEqual([]);
  });
});
