import { type Label, label } from "../intents.ts";

const REASONS: [pattern: RegExp, key: string][] = [
  [/^ECONNREFUSED$/, "doctor-reason-refused"],
  [/^(ENOTFOUND|EAI_AGAIN|EDNS|ENODATA)$/, "doctor-reason-no-such-name"],
  [/TIMEOUT|TIMEDOUT|Timeout|^AbortError$|^ABORT_ERR$|^aborted$|^not-sent$/, "doctor-reason-no-answer"],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|ECONNECTION|ESOCKET)$/, "doctor-reason-cut-off"],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, "doctor-reason-no-way"],
  [/CERT|SELF_SIGNED|^ERR_TLS|UNABLE_TO_VERIFY|^ERR_SSL|^EPROTO$/, "doctor-reason-certificate"],
  [/^(EACCES|EPERM|EROFS)$/, "doctor-reason-forbidden"],
  [/^ENOSPC$/, "doctor-reason-no-space"],
];

/** An error's code in words, as far as we have any. */
export function toReason(code: string): Label | string {
  const [, key] = REASONS.find(([pattern]) => pattern.test(code)) ?? [];
  return key === undefined ? code : label(key);
}

/** The code of an error, of its cause, or of the first of several that came together; else its name. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors.length) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
