import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/**
 * Refuses a body over so many bytes. One whose length is said is not touched, and node reads no more than was said:
 * Hono's own makes a web stream of every body, which costs more than reading it.
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const refuse = (c: Context) => c.text("too large", 413);
  const counted = bodyLimit({ maxSize, onError: refuse });
  return async (c, next) => {
    const length = c.req.header("content-length");
    if (length === undefined || c.req.header("transfer-encoding")) return counted(c, next);
    return Number(length) <= maxSize ? next() : refuse(c);
  };
}
