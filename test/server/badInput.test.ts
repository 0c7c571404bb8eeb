import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PROBLEMS } from "../../server/problems.ts";
import { problemIn, type Reply, testServer } from "./testServer.ts";

// Sound jobs only wait here, and are cancelled: running each would take minutes.
const server = testServer({ limits: { requestsPerWindow: 1e9, jobsRunning: 0, bodyBytes: 300_000 } });
const { ask } = server;

/** Cheap to solve, so that a mutation that leaves a body sound costs little. */
const point = {
  goal: 20,
  stages: { kind: "uniform", count: 2 },
  tolerance: 2,
  stepBudget: 3,
  retryBudget: 2,
  pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }],
};
const bodies: Readonly<Record<string, object>> = {
  "/api/v1/solve?law=3": { ...point, weights: [1], guidance: { kind: "none" }, prune: 0, onUnrecovered: "abort" },
  "/api/v1/theory?chunk=10": point,
  "/api/v1/sweep": {
    name: "s",
    base: point,
    vary: { K: { field: "stages.count", range: { from: 1, to: 3, step: 1 } }, e: [1, 2] },
    zip: [],
    set: { tolerance: "e / K" },
    method: "exact",
  },
  "/api/v1/recommend": { pool: point.pool, goal: 20, tolerance: 2, stepBudget: 3, retryBudget: 2 },
  "/api/v1/jobs": {
    kind: "sweep",
    spec: { base: point, vary: { K: { field: "stages.count", values: [1, 2] } } },
    store: false,
    detached: false,
  },
  "/api/v1/jobs?": { kind: "simulate", point, runs: 100, seed: "s", store: false },
  "/api/v1/jobs??": { kind: "compare", first: point, second: point, runs: 100 },
  "/api/v1/jobs???": { kind: "validate", points: 0, repeats: 0 },
};

/** Written instead of a value: JSON can say it, JavaScript's writer cannot. */
const INFINITE = "@1e999@";
const written = (body: unknown): string => (JSON.stringify(body) ?? "").replaceAll(`"${INFINITE}"`, "1e999");

/** Any answer must be sound: coded where it refuses, without a trace of the machine or of the program. */
function expectSound(reply: Reply): void {
  expect(reply.text).not.toMatch(/\bat .*\.[jt]s:\d+|node_modules|\/home\/|\/tmp\/|\/work\/|harness-lab-server-/);
  if (reply.status < 400) return;
  expect(reply.status, reply.text).toBeLessThan(500);
  const problem = problemIn(reply);
  expect(PROBLEMS[problem.code]?.[0], reply.text).toBe(reply.status);
  expect(problem.detail.length).toBeGreaterThan(5);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
}

describe("refused by name", () => {
  const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  test.each<[string, string, number, string]>([
    ["nothing", "", 400, "invalid-json"],
    ["no JSON", "{", 400, "invalid-json"],
    ["NaN as JavaScript writes it", '{"goal": NaN}', 400, "invalid-json"],
    ["a text", '"point"', 400, "invalid-input"],
    ["a list", "[]", 400, "invalid-input"],
    ["null", "null", 400, "invalid-input"],
    ["nested deeply", deep(40_000), 400, "invalid-input"],
    ["nested deeply in a field", `{"goal": ${deep(1_000)}}`, 400, "invalid-input"],
    ["more bytes than it takes", `{"goal": "${"x".repeat(400_000)}"}`, 413, "too-large"],
    ["a list of 140,000 numbers", `{"pool": [${"1,".repeat(140_000)}1]}`, 400, "invalid-input"],
    ["an object of 20,000 keys", `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(",")}}`, 400, "invalid-input"],
    ["a prototype", '{"__proto__": {"goal": 1}}', 400, "invalid-json"],
    ["a constructor", '{"constructor": {"prototype": {"goal": 1}}}', 400, "invalid-json"],
    ["bytes that are no text", "\u0000\ufffd", 400, "invalid-json"],
  ])("%s", async (_, body, status, code) => {
    for (const url of Object.keys(bodies)) {
      const reply = await ask("POST", url, body);
      expect(reply.json, `${url}: ${reply.text}`).toMatchObject({ status, code });
      expectSound(reply);
    }
  });

  test.each<[string, object, string, RegExp]>([
    ["/api/v1/solve", { ...point, goal: "NaN" }, "goal", /must be number/],
    ["/api/v1/solve", { ...point, goal: INFINITE }, "goal", /must be finite/],
    ["/api/v1/solve", { ...point, pool: [{ ...point.pool[0], sigma: -1 }] }, "pool[0].sigma", /must be >=/],
    ["/api/v1/solve", { ...point, stages: { kind: "partial" } }, "stages.chunk", /required/],
    ["/api/v1/solve", { ...point, extra: 1 }, "extra", /not a field/],
    ["/api/v1/solve", { ...point, prune: 15, pool: Array.from({ length: 30 }, () => point.pool[0]) }, "", /to be answered at once/],
    ["/api/v1/solve?law=1", point, "law", /must be >= 2/],
    ["/api/v1/solve?law=many", point, "law", /must be integer/],
    ["/api/v1/solve?lav=3", point, "lav", /not a field/],
    ["/api/v1/theory?chunk=1", point, "chunk", /above the tolerance/],
    ["/api/v1/sweep", { base: point, vary: { goal: { range: { from: 1, to: 1e9, step: 1 } } } }, "vary.goal", /at most/],
    ["/api/v1/sweep", { base: point, vary: { goal: { range: { from: 1, to: 5000, count: 3_000 } } } }, "vary", /at most 2000 points/],
    ["/api/v1/sweep", { base: point, method: "both" }, "method", /must be exact/],
    ["/api/v1/sweep", { base: point, set: { goal: "import('fs')" } }, "set.goal", /./],
    ["/api/v1/recommend", { goal: 20, tolerance: 2 }, "steps", /or pool must be given/],
    ["/api/v1/recommend", { goal: 20, tolerance: 2, steps: [1, 1, 1, 1, 1] }, "steps", /must differ/],
    ["/api/v1/jobs", { kind: "everything" }, "kind", /must be one of/],
    ["/api/v1/jobs", { kind: "simulate", point: { ...point, goal: -1 } }, "point.goal", /must be > 0/],
    ["/api/v1/jobs", { kind: "sweep", spec: { base: point, vary: { K: { field: "no" } } } }, "spec.vary.K", /./],
    ["/api/v1/jobs", { kind: "compare", first: point, second: { ...point, tolerance: 30 } }, "second.tolerance", /below every request/],
    ["/api/v1/jobs", { kind: "experiment", id: "none" }, "id", /must be one of/],
    ["/api/v1/jobs", { kind: "simulate", point, runs: 1 }, "runs", /must be >= 2/],
  ])("%s, field by field", async (url, body, field, rule) => {
    const reply = await ask("POST", url, written(body));
    expect(reply.json).toMatchObject({ status: 400, code: "invalid-input", field, rule: expect.stringMatching(rule) });
  });
});

/** What may stand in a body where something else should. No value makes a point that takes long. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    "",
    "NaN",
    "Infinity",
    INFINITE,
    0,
    -0.0,
    -1,
    0.5,
    2,
    1e-320,
    1e308,
    2 ** 53,
    "1",
    [],
    {},
    [[]],
    "é\u0000\ud800",
  ),
  fc.constant(Array.from({ length: 3_000 }, () => 1)),
  fc.integer({ min: 2, max: 60 }).map((depth) => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as unknown),
  fc.jsonValue({ maxDepth: 2 }),
);
type Path = readonly string[];
const pathsIn = (value: unknown, at: Path = []): Path[] => [
  ...(at.length > 0 ? [at] : []),
  ...(typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key])) : []),
];

/** A body with some of its places put to something else, left out, or added to. */
const mutated = fc.constantFrom(...Object.keys(bodies)).chain((url) => {
  const body = bodies[url];
  const change = fc.record({
    path: fc.constantFrom(...pathsIn(body)),
    value: junk,
    how: fc.constantFrom("put", "put", "leave out", "add"),
  });
  return fc.record({
    url: fc.constant(url),
    body: fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => changes.reduce(changed, body)),
  });
});

function changed(body: object, { path, value, how }: { readonly path: Path; readonly value: unknown; readonly how: string }): object {
  const copy = structuredClone(body);
  let holder = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    const inner = holder[key];
    if (typeof inner !== "object" || inner === null) return copy; // changed away before
    holder = inner as Record<string, unknown>;
  }
  const key = path[path.length - 1];
  if (how === "put") holder[key] = value;
  else if (how === "add") holder[`${key}2`] = value;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return copy;
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom("", "-1", "1e999", "0x10", "9".repeat(30), "a".repeat(5_000), "%00", "../.."),
);
const asked = fc
  .record({
    path: fc.constantFrom(
      "solve",
      "results",
      "results/",
      "results/compare",
      "results/export",
      "experiments/",
      "figures/",
      "jobs/",
      "claims",
      "",
    ),
    tail: text,
    query: fc.dictionary(
      fc.constantFrom("law", "runs", "seed", "key", "since", "offset", "limit", "format", "first", "second", "x"),
      text,
      { maxKeys: 3 },
    ),
  })
  .map(({ path, tail, query }) => {
    const rest = path.endsWith("/") ? encodeURIComponent(tail) : "";
    return `/api/v1/${path}${rest}?${new URLSearchParams(query)}`;
  });

// Together 5,000 cases. Every tenth or so is sound and is answered.
const [BODIES, ADDRESSES] = [4_200, 800];

test("whatever a body holds, it is answered or refused by name: never a fault, never a trace", async () => {
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(mutated, async ({ url, body }) => {
      const reply = await ask("POST", url, written(body));
      seen.set(reply.status, (seen.get(reply.status) ?? 0) + 1);
      expectSound(reply);
      if (reply.status === 202) await ask("DELETE", String(reply.headers.location));
    }),
    { numRuns: BODIES, seed: 5 },
  );
  expect(server.faults).toEqual([]);
  // The search has teeth only if both happen often.
  expect(seen.get(400)).toBeGreaterThan(BODIES / 2);
  expect((seen.get(200) ?? 0) + (seen.get(202) ?? 0)).toBeGreaterThan(BODIES / 50);
});

test("whatever an address says, the same", async () => {
  await fc.assert(
    fc.asyncProperty(asked, async (url) => expectSound(await ask("GET", url))),
    { numRuns: ADDRESSES, seed: 6 },
  );
  expect(server.faults).toEqual([]);
});

test("the check has teeth: a fault is not sound, and neither is a path", () => {
  const fault: Reply = { status: 500, headers: {}, text: "{}", json: {} as never };
  expect(() => expectSound(fault)).toThrow();
  expect(() => expectSound({ ...fault, status: 200, text: "Error: x\n    at solve (file.ts:1:2)" })).toThrow();
});
