import { describe, expect, test } from "vitest";
import { allowedHost, checkSender, type Sender } from "../../server/guards/origin.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { testServer } from "./testServer.ts";

const TOKEN = "a-token-of-this-test";
const open = testServer({ limits: { requestsPerWindow: 150 } });
const kept = testServer({ token: TOKEN, host: "192.0.2.7" });

const page: Sender = {
  method: "GET",
  path: "/explore",
  host: "127.0.0.1:4173",
  origin: undefined,
  fetchSite: "none",
  fetchMode: "navigate",
};
const verdict = (changes: Partial<Sender>, listening = "127.0.0.1", more: string[] = []) => {
  try {
    checkSender({ ...page, ...changes }, allowedHost(listening, more));
    return "in";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("who is let in", () => {
  test.each<[string, Partial<Sender>, string]>([
    ["an address typed by hand", {}, "in"],
    ["a program", { method: "POST", path: "/api/v1/solve", fetchSite: undefined, fetchMode: undefined }, "in"],
    ["by another name of this machine", { host: "localhost:4173" }, "in"],
    ["by IPv6", { host: "[::1]:4173" }, "in"],
    [
      "its own page",
      { method: "POST", path: "/api/v1/jobs", origin: "http://127.0.0.1:4173", fetchSite: "same-origin", fetchMode: "cors" },
      "in",
    ],
    ["a link from elsewhere to a page", { fetchSite: "cross-site" }, "in"],
    ["a link from elsewhere to an answer", { fetchSite: "cross-site", path: "/api/v1/claims" }, "foreign-origin"],
    ["an image elsewhere", { fetchSite: "cross-site", fetchMode: "no-cors", path: "/api/v1/figures/figure-5.svg" }, "foreign-origin"],
    ["a page of another port of this machine", { method: "POST", fetchSite: "same-site", fetchMode: "cors" }, "foreign-origin"],
    ["a form elsewhere, of an old browser", { method: "POST", origin: "http://evil.example", fetchSite: undefined }, "foreign-origin"],
    ["a page without an origin", { method: "POST", origin: "null", fetchSite: undefined }, "foreign-origin"],
    ["the same name at another port", { method: "POST", origin: "http://127.0.0.1:80", fetchSite: undefined }, "foreign-origin"],
    ["a name that was made to point here", { host: "evil.example:4173" }, "foreign-host"],
    ["a name that begins like ours", { host: "localhost.evil.example" }, "foreign-host"],
    ["another machine's address", { host: "10.0.0.1:4173" }, "foreign-host"],
    ["no host", { host: undefined }, "foreign-host"],
  ])("%s", (_, changes, expected) => expect(verdict(changes)).toBe(expected));

  test("a server of every address answers to numbers, and to no foreign name", () => {
    expect(verdict({ host: "10.0.0.1:4173" }, "0.0.0.0")).toBe("in");
    expect(verdict({ host: "evil.example" }, "0.0.0.0")).toBe("foreign-host");
    expect(verdict({ host: "lab.example" }, "0.0.0.0", ["lab.example"])).toBe("in");
    expect(verdict({ host: "192.0.2.7" }, "192.0.2.7")).toBe("in");
    expect(verdict({ host: "192.0.2.8" }, "192.0.2.7")).toBe("foreign-host");
  });
});

describe("a server asks them", () => {
  test.each([
    ["host", { host: "evil.example" }, "foreign-host"],
    ["origin", { origin: "http://evil.example" }, "foreign-origin"],
    ["fetch metadata", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" }, "foreign-origin"],
  ])("%s, of pages, answers and what is not there", async (_, headers, code) => {
    for (const url of ["/", "/api/v1/health", "/nothing", "/api"])
      expect((await open.ask("GET", url, undefined, headers)).json).toMatchObject({ code });
    expect((await open.ask("POST", "/api/v1/solve", point, headers)).json).toMatchObject({ code, status: 403 });
  });

  test("JSON only: what a form can send without being asked about is not read", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const reply = await open.ask("POST", "/api/v1/solve", JSON.stringify(point), { "content-type": type });
      expect(reply.json, type).toMatchObject({ code: "unsupported-media-type", status: 415 });
    }
  });

  test("pages come with a policy that runs nothing else; no answer lets another site read it", async () => {
    for (const url of ["/", "/explore", "/assets/main-1.js", "/api", "/api/v1/health"]) {
      const { status, headers } = await open.ask("GET", url);
      expect(status, url).toBe(200);
      const policy = String(headers["content-security-policy"]);
      for (const part of ["default-src 'self'", "script-src 'self';", "worker-src 'self'", "frame-ancestors 'none'", "connect-src 'self'"])
        expect(policy, url).toContain(part);
      expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  test("files outside of the pages are not served", async () => {
    for (const url of ["/../store", "/%2e%2e/store/lab.duckdb", "/assets/..%2f..%2fstore", "/..%5cstore", "/.git/config", "/assets/"])
      expect([400, 403, 404], url).toContain((await open.ask("GET", url)).status);
  });

  test("too many requests are 429, with the time to wait", async () => {
    let last = await open.ask("GET", "/api/v1/health");
    for (let i = 0; i < 200 && last.status === 200; i++) last = await open.ask("GET", "/api/v1/health");
    expect(last.json).toMatchObject({ code: "too-many-requests", status: 429 });
    expect(Number(last.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  });
});

describe("a server with a token", () => {
  const at = { host: "192.0.2.7:4173" };
  const status = async (url: string, headers: Record<string, string> = {}) =>
    (await kept.ask("GET", url, undefined, { ...at, ...headers })).status;

  test("shows nothing without it", async () => {
    for (const url of ["/", "/explore", "/assets/main-1.js", "/api", "/api/v1/openapi.json", "/api/v1/health", "/nothing"]) {
      const reply = await kept.ask("GET", url, undefined, at);
      expect(reply.json, url).toMatchObject({ code: "unauthorised", status: 401 });
    }
    expect((await kept.ask("POST", "/api/v1/solve", point, at)).status).toBe(401);
  });

  test("lets a program in by its header, and nobody by another", async () => {
    expect(await status("/api/v1/health", { authorization: `Bearer ${TOKEN}` })).toBe(200);
    for (const authorization of [`Bearer ${TOKEN}x`, "Bearer ", `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN.toUpperCase()}`])
      expect(await status("/api/v1/health", { authorization }), authorization).toBe(401);
  });

  test("turns the address's token into a cookie that no script sees, once", async () => {
    const opened = await kept.ask("GET", `/explore?goal=50&token=${TOKEN}`, undefined, at);
    expect(opened.status).toBe(302);
    expect(opened.headers.location).toBe("/explore?goal=50");
    const cookie = String(opened.headers["set-cookie"]);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(TOKEN);
    expect(await status("/api/v1/health", { cookie: cookie.split(";")[0] })).toBe(200);
    expect(await status("/api/v1/health", { cookie: "harness-lab=anything" })).toBe(401);
    expect(await status("/explore?token=another-token-than-that")).toBe(401);
    expect((await kept.ask("POST", `/api/v1/solve?token=${TOKEN}`, point, at)).status).toBe(401);
  });

  test("does not send elsewhere whoever brings it", async () => {
    for (const path of ["//evil.example/", "/x/..//evil.example/", "/\\evil.example/", "///evil.example"]) {
      const { status, headers } = await kept.ask("GET", `${path}?token=${TOKEN}`, undefined, at);
      expect(status, path).toBeLessThan(500);
      expect(String(headers.location ?? "/"), path).toMatch(/^\/(?![/\\])/);
    }
  });
});
