import { badRequest } from "./refusal.ts";
import { toList } from "./shape.ts";
import type { TelegramWebhook } from "./state.ts";
import type { Arguments } from "./telegram-arguments.ts";

const PORTS = ["", "443", "80", "88", "8443"];
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const KINDS = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "callback_query",
  "inline_query",
  "chosen_inline_result",
  "my_chat_member",
  "chat_member",
  "chat_join_request",
  "message_reaction",
  "message_reaction_count",
  "poll",
  "poll_answer",
  "shipping_query",
  "pre_checkout_query",
];
const NOT_BY_DEFAULT = ["chat_member", "message_reaction", "message_reaction_count"];

/**
 * What `setWebhook` makes of the former webhook; undefined for an empty url, which removes it.
 *
 * The secret is forgotten if it is not given again; the allowed updates are kept. Plain http passes for loopback,
 * where the app under test lives.
 *
 * @throws TelegramRefusal
 */
export function nextWebhook(args: Arguments, former: TelegramWebhook | undefined): TelegramWebhook | undefined {
  const url = args.text("url") ?? "";
  if (url === "") return undefined;
  checkUrl(url);
  const secret = args.text("secret_token") || undefined;
  if (secret !== undefined && secret.length > 256) throw badRequest("secret token is too long");
  if (secret !== undefined && !/^[\w-]+$/.test(secret)) throw badRequest("secret token contains unallowed characters");
  const maxConnections = args.integer("max_connections") ?? 40;
  if (maxConnections < 1 || maxConnections > 100) throw badRequest("max_connections must be between 1 and 100");
  const allowedUpdates = args.has("allowed_updates") ? toKinds(args.json("allowed_updates")) : former?.allowedUpdates;
  return { url, secret, allowedUpdates, maxConnections, lastError: undefined };
}

export function isAllowed(kind: string, webhook: TelegramWebhook | undefined): boolean {
  return webhook?.allowedUpdates?.includes(kind) ?? !NOT_BY_DEFAULT.includes(kind);
}

function checkUrl(given: string): void {
  if (!URL.canParse(given)) throw badRequest("bad webhook: invalid webhook URL specified");
  const url = new URL(given);
  if (url.protocol === "http:" && LOOPBACK.test(url.hostname)) return;
  if (url.protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (LOOPBACK.test(url.hostname)) return;
  if (!PORTS.includes(url.port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
}

/** Unknown names are passed over; a list with nothing known in it stands for Telegram's own choice. */
function toKinds(given: unknown): string[] | undefined {
  const known = (toList(given) ?? []).filter(
    (kind): kind is string => typeof kind === "string" && KINDS.includes(kind),
  );
  return known.length ? known : undefined;
}
