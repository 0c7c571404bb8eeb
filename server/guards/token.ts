import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { isLoopback } from "./origin.ts";

/** The cookie that stands for the token once a page has been opened with it. */
const COOKIE = "harness-lab";

/** The credentials that came with a request. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/** The token of a server: as given; made where it listens beyond this machine; none otherwise. */
export function tokenFor(host: string, given: string | undefined): string | undefined {
  return given ?? (isLoopback(host) ? undefined : randomBytes(24).toString("base64url"));
}

/** Tells who knows the token. */
export interface TokenGuard {
  isKnown(credentials: Credentials): boolean;
  /** Whether a text, as `?token=` gives it, is the token. */ isToken(text: string): boolean;
  /** Value of the header Set-Cookie that lets the same browser in from now on; no script and no other site can use it. */
  readonly cookie: string;
}

export function tokenGuard(token: string): TokenGuard {
  // The cookie is derived, so that whoever sees it has not seen the token.
  const pass = createHash("sha256").update(`cookie of ${token}`).digest("base64url");
  const isToken = (text: string) => same(text, token);
  return {
    isToken,
    isKnown({ authorization = "", cookie = "" }) {
      const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (bearer !== undefined && isToken(bearer)) return true;
      const cookies = cookie.split(/; */).filter((pair) => pair.startsWith(`${COOKIE}=`));
      return cookies.some((pair) => same(pair.slice(COOKIE.length + 1), pass));
    },
    cookie: `${COOKIE}=${pass}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`,
  };
}

/** Compares digests, in a time that tells nothing of where two texts differ. */
function same(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(one, other);
}
