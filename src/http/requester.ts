import { Agent as HttpAgent, type IncomingMessage, type OutgoingHttpHeaders, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { urlToHttpOptions } from "node:url";
import { NOT_SENT } from "./never-sent.ts";

export type Requester = (url: string, request: HttpRequest) => Promise<IncomingMessage>;

export interface HttpRequest {
  method: string;
  headers: OutgoingHttpHeaders;
  body: string | Uint8Array | undefined;
  /** From now to the end of the answer; with none left nothing is sent. */
  timeoutMs: number;
}

// An idle connection may be closed by the other side at the moment it is used again, and nobody knows what arrived.
// The one used last is the least likely to be stale, and none is kept for long.
const AGENT = { keepAlive: true, scheduling: "lifo", timeout: 4_000 } as const;

// A request beyond these waits while its time runs. A thousand a second, answered within half of one, do not.
const MOST_SOCKETS = 512;

/**
 * Asks one host, on connections that are kept open: `fetch` is twice the work, and each message to somebody is a call.
 * Errors carry a `code`, and nothing of the path, which may hold a token.
 */
export function createRequester(root: string, maxSockets = MOST_SOCKETS): Requester {
  const isSafe = root.startsWith("https:");
  // Taken apart once: to read an address anew is a tenth of a call.
  const { hostname, port, auth } = urlToHttpOptions(new URL(root));
  const open = isSafe ? requestHttps : requestHttp;
  const agent = new (isSafe ? HttpsAgent : HttpAgent)({ ...AGENT, maxSockets });

  return (url, { method, headers, body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      if (timeoutMs <= 0) return reject(failure(NOT_SENT));
      const path = url.slice(url.indexOf("/", "https://".length));
      const asked = open({ hostname, port, auth, path, method, headers, agent });
      let isConnected = false;
      const giveUp = () => {
        const error = failure(isConnected ? "timed-out" : NOT_SENT);
        asked.destroy(error);
        reject(error); // node tells one that waits for a connection only when it has one
      };
      // A fifth of what an `AbortSignal.timeout` costs, which is not forgotten either before its time.
      const timer = setTimeout(giveUp, timeoutMs);
      asked.on("close", () => clearTimeout(timer));
      asked.on("socket", (socket) => {
        const connect = () => {
          isConnected = true;
        };
        if (socket.connecting) socket.once(isSafe ? "secureConnect" : "connect", connect);
        else connect();
      });
      asked.on("error", reject);
      asked.on("response", resolve);
      asked.end(body);
    });
}

/** An error that says no more than its code. */
export function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
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
