import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { FastifyInstance } from "fastify";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { buildApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import { ensurePages } from "../../server/pages.ts";
import { findBrowser } from "../../tools/findBrowser.ts";

/** Undefined where the user left the tests of pages out by HARNESS_LAB_NO_BROWSER; else `pretest` has seen to it. */
export const chromiumPath =
  process.env.HARNESS_LAB_NO_BROWSER === "1" ? undefined : findBrowser({ env: process.env, platform: process.platform });
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The explorer as a user has it, for the tests of one file: a server with its pages, and a browser. */
export interface Pages {
  readonly url: string;
  readonly browser: Browser;
  /** A page in a context of its own, that is: another user's browser, until the test ends. Its console is watched. */ open(
    path: string,
    options?: BrowserContextOptions,
  ): Promise<Page>;
  /** Where the server looks for trials. */ readonly trials: string;
  /** What stood in the console of the pages opened since the last call. */ complaints(): readonly string[];
}

export function pages(): Pages {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "harness-lab-pages-"));
  const said: string[] = [];
  let app: FastifyInstance;
  const opened = { trials: join(folder, "trials") } as { -readonly [K in keyof Pages]: Pages[K] };
  beforeAll(async () => {
    const built = await ensurePages();
    const onFault = (error: unknown) => void said.push(`server: ${error}`);
    app = await buildApp({ store: join(folder, "store"), trials: opened.trials, threads: 2, pages: built, onFault });
    opened.url = (await listen(app, "127.0.0.1", 0)).url;
    opened.browser = await chromium.launch({ executablePath: chromiumPath as string, args: ARGS });
  });
  afterAll(async () => {
    await opened.browser?.close();
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  opened.open = async (path, options = {}) => {
    const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    // A page left open would go on solving beside the tests behind it.
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(30_000); // a machine that tests beside it may be slow
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    await page.goto(`${opened.url}${path}`);
    return page;
  };
  opened.complaints = () => said.splice(0);
  return opened;
}

/** No serious or critical finding of axe-core. */
export async function expectAccessible(page: Page): Promise<void> {
  // Scripts of others are not let into a page; what the debugger evaluates is not one of its scripts.
  await page.evaluate(readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  const found = violations.map(({ id, impact, nodes }) => `${impact}: ${id} at ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect(found.filter((line) => /^(serious|critical)/.test(line))).toEqual([]);
}
