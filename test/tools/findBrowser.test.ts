import { expect, test } from "vitest";
import { findBrowser } from "../../tools/findBrowser.ts";

const machine = (present: readonly string[], env: Record<string, string> = {}, platform = "linux") => ({
  env: { PATH: "/opt/bin:/usr/bin", ...env },
  platform,
  exists: (path: string) => present.includes(path),
});

test("a browser is found on the path before the usual places, and what the user names before both", () => {
  expect(findBrowser(machine(["/usr/bin/chromium", "/opt/bin/google-chrome"]))).toBe("/opt/bin/google-chrome");
  expect(findBrowser(machine(["/usr/bin/chromium", "/own"], { CHROME_PATH: "/own" }))).toBe("/own");
  const chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  expect(findBrowser(machine([chrome], {}, "darwin"))).toBe(chrome);
});

test("a browser that is named and not there is not quietly replaced by another", () => {
  expect(findBrowser(machine(["/usr/bin/chromium"], { CHROME_PATH: "/own" }))).toBeUndefined();
  expect(findBrowser(machine([]))).toBeUndefined();
});
