import { GrammyError, HttpError } from "grammy";
import { NEVER_SENT } from "../http/never-sent.ts";
import { AttachFailed, type Delivery, FILE_TO_COME } from "../outbox/channel.ts";
import type { Form } from "./render.ts";

// The Bot API answers with sentences, not codes: these are matched anywhere in them, in any case.
const BLOCKED = /bot was blocked by the user/i;
const UNREACHABLE = /chat not found|PEER_ID_INVALID|CHAT_WRITE_FORBIDDEN|not enough rights|have no rights to send/i;
const UNCHANGED = /message is not modified/i;
const TOO_OLD = /query is too old/i;
const BROKEN_MARKUP = /can't parse entities/i;
const NOT_A_TEXT = /no text in the message to edit/i;

/**
 * What an error thrown by a call means for the message that it carried.
 *
 * A 429 does not say whether this chat or the whole bot is too fast, if the call was about a chat. Reasons never quote the error of a network call: it holds the token.
 */
export function classifyFailure(error: unknown): Delivery {
  if (error instanceof GrammyError) return classifyAnswer(error);
  if (error instanceof AttachFailed) return FILE_TO_COME;
  if (error instanceof HttpError) return classifyNetwork(toNetworkCode(error));
  return { type: "refused", reason: "rejected", detail: error instanceof Error ? error.name : "unknown fault" };
}

/** The next way to say the same, after Telegram refused this one; undefined when there is none. */
export function chooseRemedy(form: Form, error: unknown): Form | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return undefined;
  const { description, parameters } = error;
  if (parameters.migrate_to_chat_id !== undefined) return { ...form, chatId: parameters.migrate_to_chat_id };
  if (UNCHANGED.test(description) || UNREACHABLE.test(description)) return undefined;
  if (BROKEN_MARKUP.test(description)) return form.plain ? undefined : { ...form, plain: true };
  if (form.type === "text-edit" && NOT_A_TEXT.test(description)) return { ...form, type: "caption-edit" };
  if (form.type === "picture") return { ...form, type: "document" };
  // Words without the picture or the file, or below the message that cannot be changed, are better than silence.
  return form.type === "message" ? undefined : { type: "message", chatId: form.chatId, plain: form.plain };
}

/** Escaping should make this impossible, so it is a bug of ours that somebody must hear of. */
export function isBrokenMarkup(error: unknown): boolean {
  return error instanceof GrammyError && BROKEN_MARKUP.test(error.description);
}

function classifyAnswer({ error_code: code, description, parameters, payload }: GrammyError): Delivery {
  if (code >= 500) return { type: "retry", afterMs: undefined, scope: "chat", unknown: true, reason: `${code}` };
  switch (code) {
    case 429: {
      const afterMs = parameters.retry_after === undefined ? undefined : parameters.retry_after * 1000;
      const scope = "chat_id" in payload ? "chat-or-channel" : "channel";
      return { type: "retry", afterMs, scope, unknown: false, reason: "too many requests" };
    }
    case 403:
      return { type: "refused", reason: BLOCKED.test(description) ? "blocked" : "unreachable", detail: description };
    case 401:
    case 404:
    case 409:
      return { type: "channel-stopped", reason: `${code} ${description}` };
    default:
      return classifyBadRequest(description);
  }
}

function classifyBadRequest(description: string): Delivery {
  if (UNCHANGED.test(description) || TOO_OLD.test(description)) return { type: "sent", providerMessageId: undefined };
  return { type: "refused", reason: UNREACHABLE.test(description) ? "unreachable" : "rejected", detail: description };
}

function classifyNetwork(code: string): Delivery {
  const unknown = !NEVER_SENT.has(code);
  return { type: "retry", afterMs: undefined, scope: "chat", unknown, reason: `network: ${code}` };
}

/** Why a call got no answer, in one word: the sentences of the error hold the token. */
export function toNetworkCode({ error }: HttpError): string {
  if (typeof error !== "object" || error === null) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : "no answer";
}
