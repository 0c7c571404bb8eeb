import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tokenFor } from "../../server/guards/token.ts";
import { LIMITS } from "../../server/limits.ts";
import { here } from "../cli/here.ts";
import { start } from "../cli/lab.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

/** Starts `lab serve`, and waits for its address. */
async function serve(words: readonly string[]) {
  const folder = temporaryFolder();
  const { child, ended } = start(folder, ["serve", "--port", "0", ...words], "", "sources");
  onTestFinished(() => void child.kill("SIGKILL"));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (text: string) => resolve(text.trim()));
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  return { address, folder, child, ended };
}

const solve = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/v1/solve`, {
    method: "POST",
    body: JSON.stringify(point),
    headers: { "content-type": "application/json", ...headers },
  });

test("serves pages and answers on this machine, keeps results where it was told, and ends at once when asked", async () => {
  const { address, folder, child, ended } = await serve(["--store", "kept"]);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await solve(address)).status).toBe(200);
  const page = await fetch(`${address}/explore`);
  expect(await page.text()).toContain('<script type="module"');
  const spec = { base: point, vary: { retryBudget: [1, 2] } };
  const job = await fetch(`${address}/api/v1/jobs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "sweep", spec, detached: true }),
  });
  const { id } = (await job.json()) as { id: string };
  expect(await (await fetch(`${address}/api/v1/jobs/${id}/events`)).text()).toContain('"state":"done"');
  // A job under way is stopped with the server.
  const long = { kind: "simulate", point, runs: 1e10, detached: true };
  await fetch(`${address}/api/v1/jobs`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(long) });
  const asked = Date.now();
  child.kill("SIGTERM");
  const { code, stderr } = await ended;
  expect(Date.now() - asked).toBeLessThan(LIMITS.graceMs + 5_000);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/ending\n$/) });
  const listed = JSON.parse((await here(["results", "list", "--store", join(folder, "kept"), "--json"])).stdout) as unknown[];
  expect(listed).toHaveLength(2);
});

test("with a token it prints the address that opens it, and shows nothing to whoever has not", async () => {
  const { address, child, ended } = await serve(["--token", "a-token-of-this-test"]);
  const { origin, searchParams } = new URL(address);
  expect(searchParams.get("token")).toBe("a-token-of-this-test");
  expect((await solve(origin)).status).toBe(401);
  expect((await solve(origin, { authorization: "Bearer a-token-of-this-test" })).status).toBe(200);
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain("a-token");
});

test("beyond this machine a token is made where none is given; on it none is needed", () => {
  for (const host of ["0.0.0.0", "::", "192.0.2.7", "lab.example", "1270.0.0.1", "localhost.example"]) {
    const [one, other] = [tokenFor(host, undefined), tokenFor(host, undefined)];
    expect(one?.length, host).toBeGreaterThanOrEqual(32);
    expect(other, host).not.toBe(one);
  }
  for (const host of ["127.0.0.1", "localhost", "::1", "127.1.2.3"]) expect(tokenFor(host, undefined), host).toBeUndefined();
  expect(tokenFor("127.0.0.1", "given")).toBe("given");
});

test.each([
  ["serve --port 70000", /--port must be a whole number from 0 to 65535, got "70000"/],
  ["serve --host a/b", /--host must be an address or a name of this machine, got "a\/b"/],
  ["serve --token short", /--token must have 16 characters or more/],
  ["serve --workers 0", /--workers must be a whole number/],
])("%s is refused: exit 2", async (words, message) => {
  const { code, stderr } = await here(words.split(" "));
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("short");
});
