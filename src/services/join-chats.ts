import type { Transaction } from "kysely";
import { moveChatTraces, setJoined, setRetired } from "../database/joined-chats.ts";
import { lockChats, setChatsUser } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import type { ChatId } from "../ids.ts";
import { mergeUsers } from "./merging.ts";

/**
 * Two chats turn out to be one account, since its number and its id were learned apart: all of `retire` goes to
 * `keep`, and its address is free for `keep` to take. The talk goes on where it was last.
 */
export async function joinChats(
  trx: Transaction<Database>,
  { keep, retire, now }: { keep: ChatId; retire: ChatId; now: Date },
): Promise<void> {
  const before = await lockChats(trx, [keep, retire]);
  // The retired one's person is the kept one's, too; where neither is anybody's yet, there is nobody to make.
  if (before.some(({ userId }) => userId !== null)) {
    await mergeUsers(trx, { chatId: keep, other: { chatId: retire }, now, final: true });
  }
  const chats = await lockChats(trx, [keep, retire]);
  const kept = chats.find(({ id }) => id === keep);
  const retired = chats.find(({ id }) => id === retire);
  if (!kept || !retired) throw new Error("chats to be joined are gone");
  await setChatsUser(trx, { chatIds: [retire], userId: null, now });
  await setRetired(trx, retire, now);
  await setJoined(trx, { kept, retired, now });
  await moveChatTraces(trx, { from: retire, to: keep });
}
