import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Api } from "grammy";
import type { TelegramConfig } from "../config.ts";

/** A client of the Bot API whose calls give up after so many milliseconds. */
export type Connect = (timeoutMs: number) => Api;

/**
 * Clients that share one set of kept-open connections.
 *
 * A client per deadline costs microseconds, while grammY's own signals are typed for a polyfill
 * that Node's do not fit.
 */
export function createConnect({ token, apiRoot }: TelegramConfig): Connect {
  const Agent = apiRoot.startsWith("https:") ? HttpsAgent : HttpAgent;
  // An idle connection may be closed by the other side: the one used last is the least likely to be stale.
  const agent = new Agent({ keepAlive: true, scheduling: "lifo", maxSockets: 64 });
  const baseFetchConfig = { agent, compress: true };
  return (timeoutMs) => new Api(token, { apiRoot, timeoutSeconds: timeoutMs / 1000, baseFetchConfig });
}
