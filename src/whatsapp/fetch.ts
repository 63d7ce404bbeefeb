import type { IncomingMessage } from "node:http";
import { NEVER_SENT } from "../http/never-sent.ts";
import { createRequester, type HttpRequest, readText } from "../http/requester.ts";
import { toNetworkCode } from "./classify.ts";

type Fetch = (url: string | URL | Request, asking?: RequestInit) => Promise<Response>;

/** A `fetch` as far as the client library uses one, whose calls end with the signal. It fails as `fetch` itself does, and says of what was not sent that it was not. */
export function createFetch(apiRoot: string, maxSockets?: number): (signal: AbortSignal) => Fetch {
  const request = createRequester(apiRoot, maxSockets);
  return (signal) => async (url, asking) => {
    try {
      return await toResponse(await request(String(url), { ...(await toRequest(asking)), signal }));
    } catch (cause) {
      const failure = new TypeError("fetch failed", { cause });
      throw signal.aborted && !NEVER_SENT.has(toNetworkCode(failure)) ? signal.reason : failure;
    }
  };
}

async function toRequest({ method = "GET", headers, body }: RequestInit = {}): Promise<Omit<HttpRequest, "signal">> {
  const fields = isPlain(headers) ? headers : Object.fromEntries(new Headers(headers));
  if (!body || typeof body === "string") return { method, headers: fields, body: body ?? undefined };
  // A form names its boundary in its type.
  const form = new Response(body);
  const type = form.headers.get("content-type");
  return {
    method,
    headers: { ...fields, ...(type && { "content-type": type }) },
    body: new Uint8Array(await form.arrayBuffer()),
  };
}

/** As the library has them; the detour costs as much as the call. */
function isPlain(headers: RequestInit["headers"]): headers is Record<string, string> {
  return headers !== undefined && !(headers instanceof Headers) && !Array.isArray(headers);
}

/** With the headers that the library reads. */
async function toResponse(answer: IncomingMessage): Promise<Response> {
  const { statusCode: status = 0, headers } = answer;
  const { "content-type": type = "", "retry-after": retryAfter = "" } = headers;
  const text = await readText(answer);
  return new Response(text || null, { status, headers: { "content-type": type, "retry-after": retryAfter } });
}
