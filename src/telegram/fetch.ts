import type { Readable } from "node:stream";
import { createRequester, type HttpRequest, readText } from "../http/requester.ts";

/** As grammY makes them: JSON, or a form with files. */
export type Asking = Omit<HttpRequest, "body"> & { body: string | Readable };

/** All that grammY asks of an answer, whatever its status. */
interface Answer {
  json(): Promise<unknown>;
}

/** A `fetch` as far as grammY uses one. Errors carry a `code`, and nothing of the address, which holds the token. */
export function createFetch(apiRoot: string, maxSockets?: number): (url: string, asking: Asking) => Promise<Answer> {
  const request = createRequester(apiRoot, maxSockets);
  return async (url, asking) => {
    // A form is in memory anyway: in one piece it is one write, and not one for each of its twenty parts.
    const body = typeof asking.body === "string" ? asking.body : Buffer.concat(await asking.body.toArray());
    const response = await request(url, { ...asking, body });
    return { json: async () => parse(await readText(response)) };
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw Object.assign(new Error("invalid-json"), { code: "invalid-json" });
  }
}
