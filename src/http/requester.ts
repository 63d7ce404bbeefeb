import { Agent as HttpAgent, type IncomingMessage, type OutgoingHttpHeaders, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { urlToHttpOptions } from "node:url";

export interface HttpRequest {
  method: string;
  headers: OutgoingHttpHeaders;
  body: string | Uint8Array | undefined;
  /** Those of `fetch`, and what grammY calls one. */
  signal: Listening;
}

interface Listening {
  aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

// An idle connection may be closed by the other side at the moment it is used again, and nobody knows what arrived.
// The one used last is the least likely to be stale, and none is kept for long.
const AGENT = { keepAlive: true, scheduling: "lifo", maxSockets: 64, timeout: 4_000 } as const;

/**
 * Asks one host, on connections that are kept open: `fetch` is twice the work, and each message to somebody is a call.
 * Errors carry a `code`, and nothing of the path, which may hold a token.
 */
export function createRequester(root: string): (url: string, request: HttpRequest) => Promise<IncomingMessage> {
  const isSafe = root.startsWith("https:");
  // Taken apart once: to read an address anew is a tenth of a call.
  const { hostname, port, auth } = urlToHttpOptions(new URL(root));
  const open = isSafe ? requestHttps : requestHttp;
  const agent = isSafe ? new HttpsAgent(AGENT) : new HttpAgent(AGENT);

  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const path = url.slice(url.indexOf("/", "https://".length));
      const asked = open({ hostname, port, auth, path, method, headers, agent });
      const abort = () => asked.destroy(Object.assign(new Error("aborted"), { code: "aborted" }));
      signal.addEventListener("abort", abort);
      // A signal may be that of many calls.
      asked.on("close", () => signal.removeEventListener("abort", abort));
      asked.on("error", reject);
      asked.on("response", resolve);
      if (signal.aborted) abort();
      else asked.end(body);
    });
}

/** All that was answered. */
export function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.on("error", reject);
    response.on("end", () => resolve(Buffer.concat(parts).toString()));
  });
}
