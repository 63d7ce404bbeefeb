import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Refuses callers from other machines, where the caller's address is known. */
export const loopbackOnly: MiddlewareHandler = async (c, next) => {
  const bindings: Partial<HttpBindings> | undefined = c.env;
  const address = bindings?.incoming?.socket.remoteAddress;
  if (address !== undefined && !LOOPBACK.test(address)) return c.text("the doubles answer on loopback only", 403);
  return next();
};
