import { GraphApiError } from "@kapso/whatsapp-cloud-api";
import { NEVER_SENT } from "../http/never-sent.ts";
import { AttachFailed, type Delivery, FILE_TO_COME, type Refusal } from "../outbox/channel.ts";

/** What Meta says of a call, or later of a message: the same codes come in an answer and in a failed status. */
export interface GraphRefusal {
  code: number;
  /** undefined in a failed status. */
  httpStatus: number | undefined;
  detail: string;
  retryAfterMs: number | undefined;
}

type Meaning =
  | { type: "stop" }
  | { type: "again"; afterMs?: number; scope?: "channel" | "bulk" }
  | { type: "refuse"; reason: Refusal }
  | { type: "template" };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** An answer that was lost may be healed within this by a status that carries our id. */
export const UNKNOWN_MS = MINUTE;

const REJECTED: Meaning = { type: "refuse", reason: "rejected" };
const UNREACHABLE: Meaning = { type: "refuse", reason: "unreachable" };
const STOP: Meaning = { type: "stop" };

/**
 * Every code that we know, by what it means for the message. Only codes and never sentences: Meta rewords those.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const MEANINGS: [codes: number[], meaning: Meaning][] = [
  // The token or a permission is gone, the account is locked or unpaid, the number is not in order: nothing goes out.
  [[0, 190, 3, 10, 131005, 131031, 368, 131042, 131044, 131037, 131045], STOP],
  [[1, 2, 131000, 131016, 135000], { type: "again" }],
  [[4, 80007], { type: "again", afterMs: 5 * MINUTE, scope: "channel" }],
  [[130429], { type: "again", afterMs: 5 * SECOND, scope: "channel" }],
  // One message per 6 seconds and person; a burst is lent and must be paid back first.
  [[131056], { type: "again", afterMs: 15 * SECOND }],
  // Our number writes too much that people do not want: what they ask for goes on.
  [[131048, 131064], { type: "again", afterMs: 3 * HOUR, scope: "bulk" }],
  [[133016], { type: "again", afterMs: HOUR, scope: "channel" }],
  [[131049], { type: "again", afterMs: 24 * HOUR }],
  [[131057], { type: "again", afterMs: MINUTE, scope: "channel" }],
  [[132015], { type: "again", afterMs: HOUR }],
  [[134101], { type: "again", afterMs: MINUTE }],
  [[131047], { type: "template" }],
  // No WhatsApp there, it is we ourselves, or a country we may not write to.
  [[131026, 131021, 130497], UNREACHABLE],
  // The person is well, this message is not for them: an experiment, no more marketing, the test list, a number needed.
  [[130472, 131050, 131030, 131062, 137000], REJECTED],
  [[100, 131008, 131009, 131051, 131052, 131053, 131063], REJECTED],
  [[132000, 132001, 132005, 132007, 132008, 132012, 132016, 132018, 132068, 132069], REJECTED],
];

const BY_CODE = new Map(MEANINGS.flatMap(([codes, meaning]) => codes.map((code) => [code, meaning] as const)));

/** What an error thrown by a call means for the message that it carried. */
export function classifyFailure(error: unknown): Delivery {
  if (error instanceof UploadFailed) return withoutDoubt(classifyFailure(error.cause));
  if (error instanceof AttachFailed) return FILE_TO_COME;
  if (error instanceof GraphApiError) return classifyRefusal(toRefusal(error));
  if (isFetchError(error)) return classifyNetwork(toNetworkCode(error));
  return { type: "refused", reason: "rejected", detail: error instanceof Error ? error.name : "unknown fault" };
}

/** What a code means; an unknown one is judged by the HTTP status, and in a status webhook is our message's fault. */
export function classifyRefusal({ code, httpStatus, detail, retryAfterMs }: GraphRefusal): Delivery {
  const said = `${code} ${detail}`;
  const meaning = BY_CODE.get(code) ?? (code >= 200 && code <= 299 ? STOP : byStatus(httpStatus));
  switch (meaning.type) {
    case "stop":
      return { type: "channel-stopped", reason: said };
    case "template":
      return { type: "needs-template" };
    case "refuse":
      return { type: "refused", reason: meaning.reason, detail: said };
    case "again": {
      const { afterMs, scope = "chat" } = meaning;
      return { type: "retry", afterMs: longer(retryAfterMs, afterMs), scope, unknown: false, reason: said };
    }
    case "lost":
      return { type: "retry", afterMs: longer(retryAfterMs, UNKNOWN_MS), scope: "chat", unknown: true, reason: said };
  }
}

function byStatus(status: number | undefined): Meaning | { type: "lost" } {
  if (status === undefined) return REJECTED;
  if (status >= 500) return { type: "lost" };
  if (status === 429) return { type: "again", afterMs: MINUTE, scope: "channel" };
  return status === 401 || status === 403 || status === 404 ? STOP : REJECTED;
}

function longer(asked: number | undefined, ours: number | undefined): number | undefined {
  return Math.max(asked ?? 0, ours ?? 0) || undefined;
}

/** The picture or the file did not get there. Nothing has been said yet, so saying it again cannot be twice. */
export class UploadFailed extends Error {
  override name = "UploadFailed";
}

function withoutDoubt(delivery: Delivery): Delivery {
  if (delivery.type !== "retry" || !delivery.unknown) return delivery;
  return { ...delivery, unknown: false, afterMs: undefined };
}

function toRefusal({ code, httpStatus, message, details, retry }: GraphApiError): GraphRefusal {
  const detail = details && !message.includes(details) ? `${message}: ${details}` : message;
  return { code, httpStatus, detail: detail.slice(0, 300), retryAfterMs: retry.retryAfterMs };
}

function classifyNetwork(code: string): Delivery {
  const unknown = !NEVER_SENT.has(code);
  const afterMs = unknown ? UNKNOWN_MS : undefined;
  return { type: "retry", afterMs, scope: "chat", unknown, reason: `network: ${code}` };
}

/** What our `fetch` throws: a TypeError with a cause; or an answer that is no JSON. */
function isFetchError(error: unknown): error is Error {
  return error instanceof SyntaxError || (error instanceof TypeError && error.cause !== undefined);
}

/** Why a call got no answer, in one word. */
export function toNetworkCode(error: Error): string {
  const { cause } = error;
  if (typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string")
    return cause.code;
  return error.name;
}
