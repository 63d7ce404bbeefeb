import type { Kysely } from "kysely";
import { type KnownChatRow, listChatsEverAt, type Whereabouts } from "../database/chats.ts";
import type { Database } from "../database/schema.ts";
import { createGroups } from "./groups.ts";
import { toKey } from "./hot-copy.ts";

/** Reads from Postgres which chats an address may mean; what is asked for at the same time is read together. */
export interface ColdReads {
  read(whereabouts: Whereabouts): Promise<KnownChatRow[]>;
}

export function createColdReads(db: Kysely<Database>): ColdReads {
  const { join } = createGroups<Whereabouts, KnownChatRow[]>({
    size: 64,
    keyOf: ({ address }) => toKey(address),
    several: true,
    decide: (asked) => listChatsEverAt(db, asked),
  });
  return { read: join };
}
