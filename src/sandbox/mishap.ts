import type { Socket } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { Fault } from "./faults.ts";

/** How a platform words its own trouble. */
export interface Trouble {
  tooMany(retryAfter: number): Response;
  broken(status: number): Response;
  refused(fault: Extract<Fault, { type: "refused" }>): Response;
}

/** Lets a call go wrong as told; `work` is what would be done if all went well. */
export async function suffer(
  c: Context,
  fault: Fault | undefined,
  { work, trouble }: { work: () => Promise<Response>; trouble: Trouble },
): Promise<Response> {
  switch (fault?.type) {
    case undefined:
      return work();
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, fault.ms).unref());
      return work();
    case "held":
      await fault.until;
      return work();
    case "too-many":
      return trouble.tooMany(fault.retryAfter);
    case "broken":
      return trouble.broken(fault.status);
    case "refused":
      return trouble.refused(fault);
    case "hang":
      return hang(c);
    case "lost":
      await work();
      return cut(c);
    case "cut":
      return cut(c);
  }
}

/** Until the caller gives up. */
function hang(c: Context): Promise<Response> {
  const { signal } = c.req.raw;
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(c.body(null, 504)), { once: true }));
}

/** Closes the connection without a word. Without a socket, as in `app.request()`, it can only fail. */
function cut(c: Context): Response {
  const socket = findSocket(c);
  if (!socket) return c.body(null, 502);
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Of the connection that a call came by; undefined in `app.request()`. */
export function findSocket(c: Context): Socket | undefined {
  const bindings: Partial<HttpBindings> | undefined = c.env;
  return bindings?.incoming?.socket;
}
