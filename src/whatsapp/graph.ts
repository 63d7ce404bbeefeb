import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { WhatsappConfig } from "../config.ts";
import { createFetch } from "./fetch.ts";

/** A client of the Graph API whose calls, all together, give up after so many milliseconds. */
export type Connect = (timeoutMs: number) => WhatsAppClient;

/**
 * Clients that share one set of kept-open connections. The library has no time-out of its own, so each client brings
 * its deadline in its `fetch`; making one costs microseconds.
 */
export function createConnect({ accessToken, apiRoot, apiVersion }: WhatsappConfig): Connect {
  const fetchUntil = createFetch(apiRoot);
  return (timeoutMs) =>
    new WhatsAppClient({
      accessToken,
      baseUrl: apiRoot,
      graphVersion: apiVersion,
      fetch: fetchUntil(performance.now() + timeoutMs),
    });
}
