import { type Call, createCaller, readText } from "../calls.ts";

/** All that grammY asks of an answer, whatever its status. */
interface Answer {
  json(): Promise<unknown>;
}

/** A `fetch` as far as grammY uses one. Errors carry a `code`, and nothing of the address, which holds the token. */
export function createFetch(apiRoot: string): (url: string, asking: Call) => Promise<Answer> {
  const call = createCaller(apiRoot);
  return async (url, asking) => {
    const response = await call(url, asking);
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
