import { Api, HttpError, InputFile } from "grammy";
import type { TelegramConfig } from "../config.ts";
import { encodeForm, type FormFile } from "../http/form.ts";
import { parseJson } from "../http/json.ts";
import { createRequester, failure, type HttpRequest, readText } from "../http/requester.ts";

/** A client of the Bot API whose calls give up after so many milliseconds. */
export type Connect = (timeoutMs: number) => Api;

/** A file for a call; grammY would not show what it was given. */
export class Upload extends InputFile {
  readonly file: FormFile;

  constructor(file: FormFile) {
    super(file.bytes, file.name);
    this.file = file;
  }
}

/**
 * Clients that share one set of kept-open connections; a client per deadline costs microseconds.
 *
 * The calls are our own: those of grammY are twice the work, and its time-out does not say whether anything was sent.
 * Errors carry a `code`, and nothing of the address, which holds the token.
 */
export function createConnect({ token, apiRoot }: TelegramConfig, maxSockets?: number): Connect {
  const request = createRequester(apiRoot, maxSockets);

  async function call<T>(method: string, payload: object, timeoutMs: number): Promise<T> {
    const asking = { method: "POST", ...toBody(payload), timeoutMs: Math.ceil(timeoutMs) };
    try {
      return parse(await readText(await request(`${apiRoot}/bot${token}/${method}`, asking)));
    } catch (error) {
      throw new HttpError(`no answer to ${method}`, error);
    }
  }

  return (timeoutMs) => {
    const api = new Api(token, { apiRoot });
    api.config.use((_, method, payload) => call(method, payload, timeoutMs));
    return api;
  };
}

/** JSON, or a form if there is a file to go with it. */
function toBody(payload: object): Pick<HttpRequest, "headers" | "body"> {
  const fields = Object.entries(payload).filter(([, value]) => value !== undefined);
  if (!fields.some(([, value]) => value instanceof Upload)) {
    return { headers: { "content-type": "application/json" }, body: JSON.stringify(payload) };
  }
  const { type, body } = encodeForm(fields.map(([name, value]) => [name, toField(value)]));
  return { headers: { "content-type": type }, body };
}

function toField(value: unknown): string | FormFile {
  if (value instanceof Upload) return value.file;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What Telegram says; not what something in between says in its place. */
function parse<T>(text: string): T {
  const answer = parseJson(text) as { ok?: unknown } | null | undefined;
  if (typeof answer?.ok !== "boolean") throw failure("invalid-json");
  return answer as T;
}
