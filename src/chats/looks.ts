import type { Kysely } from "kysely";
import type { CardAsk } from "../database/cards.ts";
import type { Database } from "../database/schema.ts";
import type { ChatId } from "../ids.ts";
import { lookAtCards, type Seen } from "../services/cards.ts";
import { createGroups } from "./groups.ts";

/** A card as a chat sees it. */
export type Look = CardAsk & { chatId: ChatId };

/** Looks at cards; those that chats want at the same time are read together. */
export interface Looks {
  look(ask: Look): Promise<Seen | undefined>;
}

export function createLooks(db: Kysely<Database>): Looks {
  const { join } = createGroups<Look, Seen | undefined>({
    size: 64,
    keyOf: ({ chatId }) => chatId,
    several: true,
    decide: (asked) => lookAtCards(db, asked),
  });
  return { look: join };
}
