import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { OperatorError } from "../errors.ts";
import type { Logger } from "../logger.ts";

/** A server that listens before everything behind it is built, so that its port is known to all. */
export interface Server {
  port: number;
  /** Until this is called every request is answered 503. */
  open(routes: Hono): void;
  /** Takes no more connections, and resolves when the running requests are answered. */
  close(): Promise<void>;
}

/**
 * Longer than a proxy keeps an idle connection (Caddy: two minutes): else one closes here just as a webhook is sent on
 * it. And Node takes one new connection in each turn of its loop, so that a rush over new ones waits for itself.
 */
const KEEP_ALIVE_MS = 150_000;
const TIDY_MS = 20;

/** @throws OperatorError if the port is taken or may not be used. */
export async function listen({ port, host }: { port: number; host: string }): Promise<Server> {
  let routes = new Hono().all("*", (c) => c.text("starting", 503, { "retry-after": "1" }));
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        port,
        hostname: host,
        fetch: (request, env) => routes.fetch(request, env),
        serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
      },
      (address: AddressInfo) =>
        resolve({
          port: address.port,
          open(next) {
            routes = next;
          },
          close: () =>
            new Promise((closed) => {
              // Node closes those that are idle now, and keeps those that are answered from now on.
              const tidying = setInterval(() => {
                if ("closeIdleConnections" in server) server.closeIdleConnections();
              }, TIDY_MS);
              server.close(() => {
                clearInterval(tidying);
                closed();
              });
            }),
        }),
    );
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port)));
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new OperatorError(`Port ${port} is taken. Stop what uses it, or set PORT to another.`);
  if (error.code === "EACCES")
    return new OperatorError(`Port ${port} may not be used by this user. Set PORT to one above 1023.`);
  return error;
}

/** The last word on any request: unknown paths, and faults, without a stack for anyone to see. */
export function withLastWords(routes: Hono, log: Logger, onFault: (error: unknown, where: string) => void): Hono {
  const problem = { "content-type": "application/problem+json" };
  routes.notFound((c) => c.json({ type: "about:blank", title: "Not found", status: 404 }, 404, problem));
  routes.onError((error, c) => {
    const { method, routePath: route } = c.req;
    log.error({ err: error, method, route }, "a request failed");
    onFault(error, `${method} ${route}`);
    return c.json({ type: "about:blank", title: "Something broke on our side", status: 500 }, 500, problem);
  });
  return routes;
}
