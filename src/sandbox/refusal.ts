/** Telegram says no, in its own words. Thrown by a method, and answered by the double's `onError`. */
export class TelegramRefusal extends Error {
  override name = "TelegramRefusal";
  readonly code: 400 | 401 | 403 | 404 | 409;

  constructor(code: 400 | 401 | 403 | 404 | 409, description: string) {
    super(description);
    this.code = code;
  }
}

export function badRequest(what: string): TelegramRefusal {
  return new TelegramRefusal(400, `Bad Request: ${what}`);
}

export function forbidden(what: string): TelegramRefusal {
  return new TelegramRefusal(403, `Forbidden: ${what}`);
}

/** Meta says no. `details` is the sentence that says which parameter is wrong. */
export class GraphRefusal extends Error {
  override name = "GraphRefusal";
  readonly code: number;
  readonly status: 400 | 401 | 403 | 404 | 429 | 500 | 503;
  readonly details: string | undefined;
  readonly type: string;

  constructor(
    code: number,
    message: string,
    more: { status?: GraphRefusal["status"]; details?: string; type?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.status = more.status ?? 400;
    this.details = more.details;
    this.type = more.type ?? "OAuthException";
  }
}

const SENTENCES: Record<number, string> = {
  100: "Invalid parameter",
  130429: "Rate limit hit",
  131008: "Required parameter is missing",
  131009: "Parameter value is not valid",
  131026: "Message undeliverable",
  131042: "Business eligibility payment issue",
  131048: "Spam rate limit hit",
  131047: "Re-engagement message",
  131051: "Unsupported message type",
  131053: "Media upload error",
  131056: "(Business Account, Consumer Account) pair rate limit hit",
  132000: "Number of parameters does not match the expected number of params",
  132001: "Template name does not exist in the translation",
  132005: "Translated text too long",
  132012: "Parameter format does not match format in the created template",
  132018: "There was an issue with the template parameters",
};

/** The sentence that Meta has for a code. */
export function titleOf(code: number): string {
  return SENTENCES[code] ?? "Something went wrong";
}

export function graphRefusal(code: number, details: string, status: GraphRefusal["status"] = 400): GraphRefusal {
  return new GraphRefusal(code, `(#${code}) ${titleOf(code)}`, { details, status });
}

/** The body in which Graph says it. */
export function toGraphBody({ message, type, code, details }: GraphRefusal): object {
  const data = details && { error_data: { messaging_product: "whatsapp", details } };
  return { error: { message, type, code, ...data, fbtrace_id: "SandboxTraceId00000000" } };
}
