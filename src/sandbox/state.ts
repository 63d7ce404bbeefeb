import type { Person, Thread } from "./conversation.ts";

/** All that the two messengers remember. One JSON object, so that keeping it is writing it. */
export interface State {
  version: 1;
  people: Person[];
  threads: Record<string, Thread>;
  media: Record<string, Media>;
  lastMessageId: number;
  lastUpdateId: number;
  telegram: { webhook: TelegramWebhook | undefined; commands: Record<string, BotCommand[]>; menuButton: unknown };
  whatsapp: { templates: Template[]; subscribed: boolean; facts?: WhatsappFacts };
}

export interface Media {
  type: string;
  fileName: string;
  base64: string;
}

export interface TelegramWebhook {
  url: string;
  secret: string | undefined;
  /** undefined: never said, so Telegram's own choice. */
  allowedUpdates: string[] | undefined;
  maxConnections: number;
  lastError: { date: number; message: string } | undefined;
}

/** What is not in good order with the account at Meta; what is left out is. */
export interface WhatsappFacts {
  /** Fields of the number: `status`, `quality_rating` and so on. */
  number?: Record<string, unknown>;
  /** The whole `health_status`. */
  health?: object;
  /** Fields of what `debug_token` says: `is_valid`, `scopes`, `expires_at` in Unix seconds (0 is never). */
  token?: Record<string, unknown>;
  /** What was set by hand in the app's dashboard; null: nothing. */
  webhook?: { callbackUrl?: string; fields?: string[]; active?: boolean } | null;
  /** The account's messages are brought elsewhere than the app says. */
  overrideCallbackUrl?: string;
}

export interface BotCommand {
  command: string;
  description: string;
}

export interface Template {
  id: string;
  name: string;
  language: string;
  category: string;
  parameterFormat: "NAMED" | "POSITIONAL";
  components: unknown[];
  /** Meta's word; approved, unless a review said otherwise. */
  status?: string;
  rejectedReason?: string;
}

/**
 * A world in which nothing was said yet.
 *
 * Update ids begin at the present second, so that those of a world whose file was thrown away
 * are not taken for repeats of the former one's.
 */
export function emptyState(people: Person[]): State {
  return {
    version: 1,
    people,
    threads: {},
    media: {},
    lastMessageId: 0,
    lastUpdateId: Math.floor(Date.now() / 1000),
    telegram: { webhook: undefined, commands: {}, menuButton: undefined },
    whatsapp: { templates: [], subscribed: false },
  };
}
