import { createSecretKey } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { hashAddress } from "../../src/chats/conversation.ts";
import type { Database } from "../../src/database/schema.ts";
import { readSecret } from "../../src/database/settings.ts";
import type { Address } from "../../src/messages.ts";
import type { Guest } from "./guest.ts";
import { addressOf, CHAT_ADDRESS } from "./places.ts";
import { UNREACHABLE } from "./reasons.ts";

/**
 * Whatever a person did and the app has taken was answered, once, and the answer arrived unless a newer question overtook
 * it, the person blocked us, or had all deleted.
 */
export async function findLostReplies(db: Kysely<Database>, guests: readonly Guest[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ address: string; answers: number; lost: string[] | null }>`
    select coalesce(${CHAT_ADDRESS}, encode(c.address_hash, 'hex')) as address, count(o.id)::int as answers,
      array_agg(o.status || ': ' || coalesce(o.reason, 'no reason')) filter (where o.status not in ('sent', 'delivered', 'read')
        and not (o.status = 'skipped' and o.reason like 'superseded%')) as lost
    from chats c left join outbox o on o.chat_id = c.id and o.kind = 'reply' group by c.id`.execute(db);
  const key = createSecretKey(await readSecret(db, "address-hash-key", now));
  const byAddress = Map.groupBy(rows, ({ address }) => address);
  return guests.flatMap((guest) => {
    const { platform, diary } = guest;
    const formerly = hashAddress(key, toAddress(guest)).toString("hex");
    const chats = [addressOf(guest), formerly].flatMap((address) => byAddress.get(address) ?? []);
    const answers = chats.reduce((sum, chat) => sum + chat.answers, 0);
    const lost = chats.flatMap((chat) => chat.lost ?? []).filter((words) => !isExcused(words, diary));
    const [least, most] = [diary.taken, diary.taken + diary.dropped];
    const count = answers < least || answers > most ? [`${platform}: ${answers} answers to ${least} messages`] : [];
    return [...count, ...lost.map((words) => `${platform}: an answer is ${words}`)];
  });
}

function isExcused(words: string, { blocks, forgotten }: Guest["diary"]): boolean {
  if (/themselves forgotten/.test(words)) return forgotten !== "no";
  return UNREACHABLE.test(words) && blocks.length > 0;
}

function toAddress({ platform, actor: { person } }: Guest): Address {
  if (platform === "telegram") return { platform, telegramId: person.telegram.id };
  return { platform, userId: person.whatsapp.userId, phone: person.whatsapp.phone };
}
