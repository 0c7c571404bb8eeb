import { createHash, timingSafeEqual } from "node:crypto";

/** The cookie that stands for the token once a page has been opened with it. */
const COOKIE = "harness-lab";

/** The credentials that came with a request. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
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
