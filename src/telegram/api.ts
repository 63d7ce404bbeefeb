import { Api } from "grammy";
import type { TelegramConfig } from "../config.ts";
import { createFetch } from "./fetch.ts";

/** A client of the Bot API whose calls give up after so many milliseconds. */
export type Connect = (timeoutMs: number) => Api;

/**
 * Clients that share one set of kept-open connections.
 *
 * A client per deadline costs microseconds, while grammY's own signals are typed for a polyfill
 * that Node's do not fit.
 */
export function createConnect({ token, apiRoot }: TelegramConfig): Connect {
  const fetch = createFetch(apiRoot);
  return (timeoutMs) => new Api(token, { apiRoot, timeoutSeconds: timeoutMs / 1000, fetch });
}
