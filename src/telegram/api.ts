import { Api } from "grammy";
import type { TelegramConfig } from "../config.ts";
import { type Asking, createFetch } from "./fetch.ts";

/** A client of the Bot API whose calls give up after so many milliseconds. */
export type Connect = (timeoutMs: number) => Api;

/**
 * Clients that share one set of kept-open connections.
 *
 * A client per deadline costs microseconds, while grammY's own signals are typed for a polyfill
 * that Node's do not fit. Its own time-out does not say whether anything was sent.
 */
export function createConnect({ token, apiRoot }: TelegramConfig, maxSockets?: number): Connect {
  const fetch = createFetch(apiRoot, maxSockets);
  return (timeoutMs) =>
    new Api(token, {
      apiRoot,
      fetch: (url: string, asking: Asking) =>
        fetch(url, { ...asking, signal: AbortSignal.timeout(Math.ceil(timeoutMs)) }),
    });
}
