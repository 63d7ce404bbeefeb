import type { Transaction } from "kysely";
import type { ChatRow } from "../database/chats.ts";
import { lockEvents } from "../database/events.ts";
import { listChatsOf, listRegistrations, lockChats, lockUsers, StartOver } from "../database/people.ts";
import type { RegistrationRow } from "../database/registrations.ts";
import { lockRounds } from "../database/reminder-rounds.ts";
import type { Database } from "../database/schema.ts";
import type { UserRow } from "../database/users.ts";
import type { ChatId, UserId } from "../ids.ts";

/** People whole, and held: nothing of theirs changes but by this transaction. */
export interface Taken {
  chats: ChatRow[];
  users: UserRow[];
  registrations: RegistrationRow[];
}

/**
 * Takes the people of these chats, and those named, with all their chats and the events they registered for,
 * in the order in which everybody takes them: chats, events, rounds of reminders, users. What came up while it waited means starting over.
 */
export async function takePeople(
  trx: Transaction<Database>,
  { chatIds, userIds: named }: { chatIds: ChatId[]; userIds: UserId[] },
): Promise<Taken> {
  const owners = (await listChatsOf(trx, { chatIds, userIds: [] })).flatMap(({ userId }) => userId ?? []);
  const userIds = [...new Set([...named, ...owners])];
  const wanted = (await listChatsOf(trx, { chatIds, userIds })).map(({ id }) => id);

  const chats = await lockChats(trx, wanted);
  const eventIds = new Set((await listRegistrations(trx, userIds)).map(({ eventId }) => eventId));
  await lockEvents(trx, [...eventIds]);
  await lockRounds(trx, [...eventIds]); // or a reminder would be said to who they were
  const users = await lockUsers(trx, userIds);

  const present = await listChatsOf(trx, { chatIds, userIds });
  const registrations = await listRegistrations(trx, userIds);
  const isNew =
    present.some(({ id, userId }) => !wanted.includes(id) || (userId !== null && !userIds.includes(userId))) ||
    registrations.some(({ eventId }) => !eventIds.has(eventId));
  if (isNew) throw new StartOver("something new came up while people were being taken");
  return { chats, users, registrations };
}
