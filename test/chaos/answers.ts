import type { Kysely } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { Guest } from "./guest.ts";

/**
 * Answers that do not fit what was asked. What belongs to something older, and only came late, is none; nor is a second
 * copy, which is judged apart.
 */
export async function findWrongAnswers(db: Kysely<Database>, guests: readonly Guest[]): Promise<string[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["platform", "providerMessageId", "createdAt"])
    .where("kind", "=", "reply")
    .where("providerMessageId", "is not", null)
    .execute();
  const bornAt = new Map(rows.map((row) => [`${row.platform} ${row.providerMessageId}`, row.createdAt]));
  return guests.flatMap(({ platform, diary }) =>
    diary.surprises
      .filter(({ messageId, since }) => {
        if (messageId === undefined) return true;
        const born = bornAt.get(`${platform} ${messageId}`);
        return born !== undefined && born >= since;
      })
      .map(({ words }) => `${platform}: ${words}`),
  );
}
