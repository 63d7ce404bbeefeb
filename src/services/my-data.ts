import { createHash, randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import * as myData from "../database/my-data.ts";
import { findChat, listChatsOf, listMergedIds } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { findUser } from "../database/users.ts";
import type { Actor, Held } from "../messages.ts";
import { listHeld } from "./cards.ts";

const LINK_MS = 60 * 60_000;

export interface MyData {
  type: "my-data";
  name: string | null;
  email: string | null;
  held: Held[];
  /** How many events are over. */
  past: number;
  /** Opens `/my-data/TOKEN` once, within the hour. */
  token: string;
}

/** What we hold about the person, in short, and a token for all of it as a file. */
export async function exportMyData(
  trx: Transaction<Database>,
  { actor: { chatId, userId }, now }: { actor: Actor; now: Date },
): Promise<MyData> {
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(now.getTime() + LINK_MS);
  await myData.insertExport(trx, { tokenHash: hashToken(token), chatId, expiresAt, now });
  const user = userId && (await findUser(trx, userId));
  const { held, pastCount } = userId ? await listHeld(trx, { userId, past: false, now }) : { held: [], pastCount: 0 };
  return { type: "my-data", name: user?.name ?? null, email: user?.email ?? null, held, past: pastCount, token };
}

/** Everything we hold about the person a token was made for; undefined for a token used, expired or never made. */
export async function readMyData(
  trx: Transaction<Database>,
  { token, now }: { token: string; now: Date },
): Promise<object | undefined> {
  const chatId = await myData.deleteExport(trx, { tokenHash: hashToken(token), now });
  const chat = chatId && (await findChat(trx, chatId));
  if (!chat) return undefined;
  const userIds = chat.userId ? await listMergedIds(trx, chat.userId) : [];
  const chatIds = (await listChatsOf(trx, { chatIds: [chat.id], userIds })).map(({ id }) => id);
  const history = await myData.listHistoryData(trx, userIds);
  const registrations = await myData.listRegistrationsData(trx, userIds);
  return {
    exportedAt: now,
    person: await myData.listUsersData(trx, userIds),
    chats: await myData.listChatsData(trx, chatIds),
    registrations: registrations.map(({ id, ...registration }) => ({
      ...registration,
      history: history.flatMap(({ registrationId, ...change }) => (registrationId === id ? [change] : [])),
    })),
    messages: await myData.listMessagesData(trx, { userIds, chatIds }),
    addressesAskedAbout: await myData.listRequestsData(trx, chatIds),
    merges: await myData.listMergesData(trx, userIds),
    roles: await myData.listRolesData(trx, userIds),
  };
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
