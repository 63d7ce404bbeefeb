import type { IncomingMessage } from "node:http";
import { encodeForm, type FormFile } from "../http/form.ts";
import { createRequester, type HttpRequest, readText } from "../http/requester.ts";

type Fetch = (url: string | URL | Request, asking?: RequestInit) => Promise<Response>;

/**
 * A `fetch` as far as the client library uses one, whose calls end with the deadline, of `performance.now()`. It fails
 * as `fetch` itself does, with a cause that has a `code`.
 */
export function createFetch(apiRoot: string, maxSockets?: number): (deadline: number) => Fetch {
  const request = createRequester(apiRoot, maxSockets);
  return (deadline) => async (url, asking) => {
    try {
      const asked = await toRequest(asking);
      return await toResponse(await request(String(url), { ...asked, timeoutMs: deadline - performance.now() }));
    } catch (cause) {
      throw new TypeError("fetch failed", { cause });
    }
  };
}

async function toRequest({ method = "GET", headers, body }: RequestInit = {}): Promise<Omit<HttpRequest, "timeoutMs">> {
  const fields = isPlain(headers) ? headers : Object.fromEntries(new Headers(headers));
  if (!body || typeof body === "string") return { method, headers: fields, body: body ?? undefined };
  if (!(body instanceof FormData)) {
    return { method, headers: fields, body: new Uint8Array(await new Response(body).arrayBuffer()) };
  }
  const form = encodeForm(await Promise.all(Array.from(body, toField)));
  return { method, headers: { ...fields, "content-type": form.type }, body: form.body };
}

async function toField([name, value]: [string, FormDataEntryValue]): Promise<[string, string | FormFile]> {
  if (typeof value === "string") return [name, value];
  return [name, { name: value.name, mime: value.type, bytes: await value.bytes() }];
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
