import type { Delivery } from "../outbox/channel.ts";

/** What a mail server gives as a reason to wait is often greylisting, which ends after some minutes. */
const WAIT_MS = 2 * 60_000;
const UNKNOWN_MS = 60_000;
const CREDENTIALS = new Set(["EAUTH", "ENOAUTH", "EOAUTH2", "ECONFIG"]);
const NETWORK = new Set(["EDNS", "ECONNECTION", "ESOCKET", "ETIMEDOUT", "ETLS", "EPROTOCOL", "EABORT"]);

/** What an error thrown by nodemailer means for the letter: by the server's answer, else by where the way broke off. */
export function classifyMailFailure(error: unknown): Delivery {
  const { code, response, command, syscall } = readFailure(error);
  const reason = `mail: ${response ?? code}`;
  if (response !== undefined && response < 500) {
    return { type: "retry", afterMs: WAIT_MS, scope: response === 421 ? "channel" : "chat", unknown: false, reason };
  }
  if (CREDENTIALS.has(code)) return { type: "channel-stopped", reason };
  if (response !== undefined) {
    return { type: "refused", reason: command === "RCPT TO" ? "unreachable" : "rejected", detail: reason };
  }
  if (!NETWORK.has(code)) return { type: "refused", reason: "rejected", detail: reason };
  const isNeverSent = code === "EDNS" || syscall === "connect";
  const afterMs = isNeverSent ? undefined : UNKNOWN_MS;
  return { type: "retry", afterMs, scope: "chat", unknown: !isNeverSent, reason };
}

interface Failure {
  code: string;
  /** SMTP's three digits. */
  response: number | undefined;
  command: unknown;
  syscall: unknown;
}

function readFailure(error: unknown): Failure {
  if (!(error instanceof Error))
    return { code: "unknown", response: undefined, command: undefined, syscall: undefined };
  const fields: Record<string, unknown> = { ...error };
  const { code, responseCode, command, syscall } = fields;
  return {
    code: typeof code === "string" ? code : error.name,
    response: typeof responseCode === "number" ? responseCode : undefined,
    command,
    syscall,
  };
}
