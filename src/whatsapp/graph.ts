import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { WhatsappConfig } from "../config.ts";

/** A client of the Graph API whose calls, all together, give up after so many milliseconds. */
export type Connect = (timeoutMs: number) => WhatsAppClient;

/**
 * The library has no time-out of its own, so each client brings its deadline in its `fetch`; making one costs
 * microseconds, and `fetch` keeps the connections of all of them open.
 */
export function createConnect({ accessToken, apiRoot, apiVersion }: WhatsappConfig): Connect {
  return (timeoutMs) => {
    const signal = AbortSignal.timeout(timeoutMs);
    return new WhatsAppClient({
      accessToken,
      baseUrl: apiRoot,
      graphVersion: apiVersion,
      fetch: (input, init) => fetch(input, { ...init, signal }),
    });
  };
}
