import type { Config } from "./config.ts";

/** What is left of a fault when nothing of people is: enough to find the line of code. */
export interface PlainFault {
  type: string;
  message: string;
  code?: string;
  stack: string;
  cause?: PlainFault;
}

/** Takes people's data and our secrets out of whatever leaves for a log or another company. */
export interface Redaction {
  text(text: string): string;
  /** The same fields, however deep, without what their names or contents give away. */
  fields(fields: object): Record<string, unknown>;
  fault(error: unknown): PlainFault;
}

const HIDDEN = "[redacted]";
const DEEPEST = 8;
/** A shorter secret would be found in innocent words. */
const SHORTEST_SECRET = 6;

// What people are called, reached by and wrote, and what opens doors. Ids of ours are not among them.
const PRIVATE = new Set(
  [
    [
      "name",
      "profileName",
      "email",
      "mailTo",
      "phone",
      "address",
      "to",
      "telegramId",
      "whatsappUserId",
      "whatsappPhone",
    ],
    ["text", "body", "content", "data", "intent", "params", "providerMessageId", "updateKey", "address_hash"],
    ["token", "code", "secret", "password", "authorization"],
  ].flat(),
);

// Each begins where a word does: tried from every letter of a long word, they would read its rest each time.
const PATTERNS: [pattern: RegExp, replacement: string][] = [
  [/\b(\w+:\/\/)[^\s/@]+:[^\s/@]*@/g, "$1[redacted]@"],
  [/(?<![^\s<>"'`,;:()[\]{}=/])[^\s<>"'`,;:()[\]{}=/]+@[^\s<>"'`,;:()[\]{}=/]+\.[\p{L}\d-]{2,}/gu, "[e-mail]"],
  [/(?<!\d)\d{6,}:[\w-]{20,}/g, "[token]"],
  [/\b(?:Bearer\s+\S+|EAA\w{20,})/g, "[token]"],
  [/\bwamid\.[\w+/=-]+/g, "[wamid]"], // it holds the phone number
  // Nine digits and more, alone or in groups; a date and the groups of a UUID are left.
  [/(?<![\w.:-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ ()-]{0,2}\d){8,17}(?![\w-])/g, "[number]"],
];

/** Redaction for one deployment, which knows its secrets word by word. */
export function createRedaction(secrets: readonly string[] = []): Redaction {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);

  function text(given: string): string {
    const withoutSecrets = known.reduce((words, secret) => words.replaceAll(secret, "[secret]"), given);
    return PATTERNS.reduce((words, [pattern, replacement]) => words.replace(pattern, replacement), withoutSecrets);
  }

  function value(given: unknown, depth: number): unknown {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null || given instanceof Date) return given;
    if (given instanceof Error) return fault(given);
    if (depth > DEEPEST || ArrayBuffer.isView(given)) return HIDDEN;
    if (Array.isArray(given)) return given.map((item) => value(item, depth + 1));
    return fields(given, depth + 1);
  }

  function fields(given: object, depth = 0): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(given).map(([key, inner]) => [
        key,
        PRIVATE.has(key) && inner !== undefined ? HIDDEN : value(inner, depth),
      ]),
    );
  }

  function fault(error: unknown, depth = 0): PlainFault {
    if (!(error instanceof Error)) return { type: typeof error, message: HIDDEN, stack: "" };
    const code = readCode(error);
    return {
      type: "severity" in error ? "DatabaseError" : error.name,
      message: text(toSafeMessage(error, code)),
      ...(code && { code }),
      stack: toFrames(error),
      ...(error.cause instanceof Error && depth < DEEPEST && { cause: fault(error.cause, depth + 1) }),
    };
  }
  return { text, fields, fault };
}

/** Everything in the configuration that must be known to nobody else. */
export function listSecrets(config: Config): string[] {
  const { telegram, whatsapp, apiTokens, databaseUrl, redisUrl, smtp } = config;
  const urls = [databaseUrl, redisUrl, smtp?.url].flatMap((url) => (url ? [new URL(url).password] : []));
  return [
    ...(telegram ? [telegram.token, ...telegram.webhookSecrets] : []),
    ...(whatsapp ? [whatsapp.accessToken, ...whatsapp.appSecrets, whatsapp.verifyToken] : []),
    ...apiTokens,
    ...urls.flatMap((password) => [password, decodeURIComponent(password)]),
  ];
}

/** Where in our own code it happened: "chats/answer.ts:63". */
export function toPlace(error: unknown): string | undefined {
  const frames = error instanceof Error ? toFrames(error) : "";
  return /\/src\/([\w/-]+\.ts:\d+)/.exec(frames)?.[1];
}

/** Faults quote what they were about: Postgres and Node the value that was wrong, a parser the text. */
function toSafeMessage(error: Error, code: string | undefined): string {
  const { message } = error;
  if (code && "severity" in error) {
    const isAboutValues = code.startsWith("22") || code.startsWith("P0");
    return isAboutValues ? `Postgres refused a value (${code})` : message;
  }
  return message
    .replace(/"[^"]*"/g, '"…"')
    .replace(/'[^']*[^'\w.$-][^']*'/g, "'…'")
    .replace(/\b(received|specified:|got|invalid value) .*/is, "$1 …");
}

function readCode(error: Error): string | undefined {
  if (!("code" in error)) return undefined;
  const { code } = error;
  const isCode = typeof code === "number" || (typeof code === "string" && /^[\w.-]{1,40}$/.test(code));
  return isCode ? String(code) : undefined;
}

/** The stack without its first lines, which are the message once more. */
function toFrames({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
