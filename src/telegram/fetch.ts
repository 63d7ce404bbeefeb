import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Readable } from "node:stream";

/** As grammY makes them: what it calls a signal is a polyfill's. */
interface Asking {
  method: string;
  headers: Record<string, string>;
  /** JSON, or a form with files. */
  body: string | Readable;
  signal: { addEventListener(type: "abort", listener: () => void): void };
}

/** All that grammY asks of an answer, whatever its status. */
interface Answer {
  json(): Promise<unknown>;
}

/**
 * A `fetch` as far as grammY uses one, on connections that are kept open: its own is twice the work, and each reply
 * is a call of it. Errors carry a `code`, and nothing of the address, which holds the token.
 */
export function createFetch(apiRoot: string): (url: string, asking: Asking) => Promise<Answer> {
  const isSafe = apiRoot.startsWith("https:");
  const request = isSafe ? requestHttps : requestHttp;
  // An idle connection may be closed by the other side: the one used last is the least likely to be stale.
  const options = { keepAlive: true, scheduling: "lifo", maxSockets: 64 } as const;
  const agent = isSafe ? new HttpsAgent(options) : new HttpAgent(options);

  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const asked = request(url, { method, headers, agent });
      signal.addEventListener("abort", () => asked.destroy(toError("aborted")));
      asked.on("error", reject);
      asked.on("response", (response) => resolve({ json: () => readJson(response) }));
      if (typeof body === "string") asked.end(body);
      else body.on("error", (error) => asked.destroy(error)).pipe(asked);
    });
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    throw toError("invalid-json");
  }
}

function toError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
