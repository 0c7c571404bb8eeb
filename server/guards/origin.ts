import { hostname } from "node:os";
import { ServerProblem } from "../problems.ts";

/** The headers that say where a request was sent and what page it comes from. */
export interface Sender {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Names that stand for this machine alone; a browser never asks anybody else for them. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host) || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Names under which a server that listens on `host` may be asked. Loopback has its own names only; every address at once can be asked by
 * any of its numbers, which no foreign name server can give out as a name, and by the machine's own name.
 */
export function allowedHost(listening: string, more: readonly string[] = []): (name: string) => boolean {
  const names = new Set([...LOOPBACK, ...more.map((name) => name.toLowerCase())]);
  if (isLoopback(listening)) return (name) => names.has(name) || isLoopback(name);
  const everywhere = listening === "0.0.0.0" || listening === "::";
  names.add(everywhere ? hostname().toLowerCase() : bracketed(listening.toLowerCase()));
  return (name) => names.has(name) || (everywhere && (/^\d{1,3}(\.\d{1,3}){3}$/.test(name) || /^\[[0-9a-f:.]+\]$/.test(name)));
}

/**
 * Lets in what comes from the server's own pages, from a program, or from an address typed by hand. A page elsewhere can neither reach the
 * server by a name of its own (DNS rebinding) nor have a browser ask it for anything but a page to show.
 *
 * @throws ServerProblem foreign-host, foreign-origin
 */
export function checkSender({ method, path, host, origin, fetchSite, fetchMode }: Sender, isOurs: (name: string) => boolean): void {
  const name = host?.toLowerCase().replace(/:\d+$/, "") ?? "";
  if (!isOurs(name)) throw new ServerProblem("foreign-host", "this server does not answer to the host it was asked by");
  const foreign = () => new ServerProblem("foreign-origin", "this server answers its own pages and programs, not pages of other sites");
  if (origin !== undefined && hostOf(origin) !== host?.toLowerCase()) throw foreign();
  if (fetchSite === undefined || fetchSite === "same-origin" || fetchSite === "none") return;
  const opensPage = method === "GET" && fetchMode === "navigate" && !path.startsWith("/api/");
  if (!opensPage) throw foreign();
}

function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/\s]+)$/.exec(origin.toLowerCase())?.[1];
}

const bracketed = (host: string): string => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
