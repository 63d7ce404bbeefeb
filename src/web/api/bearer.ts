import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { problem } from "./problem.ts";

/** Lets a request with one of the tokens through; without any token configured the API is closed. */
export function requireBearer(tokens: readonly string[]): MiddlewareHandler {
  const hashes = tokens.map(hash);
  return async (c, next) => {
    const given = hash(c.req.header("authorization")?.match(/^Bearer ([^\s]+)$/i)?.[1] ?? "");
    // Every token is compared, so that the time does not tell which one is close.
    const matches = hashes.map((known) => timingSafeEqual(known, given));
    if (matches.includes(true)) return next();
    c.header("www-authenticate", "Bearer");
    return problem(c, { status: 401, title: tokens.length ? "Not signed in" : "The API is closed: set API_TOKEN" });
  };
}

function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
