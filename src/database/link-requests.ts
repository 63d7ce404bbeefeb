import type { Kysely, Selectable, Transaction } from "kysely";
import type { ChatId, LinkCodeId, MergeId } from "../ids.ts";
import type { Ending, LinkRequestsTable } from "./linking-schema.ts";
import type { Database } from "./schema.ts";

export type RequestRow = Selectable<LinkRequestsTable>;

type NewRequest = Pick<RequestRow, "id" | "chatId" | "email" | "createdAt" | "expiresAt">;

export async function insertRequest(trx: Transaction<Database>, request: NewRequest): Promise<void> {
  await trx.insertInto("linkRequests").values(request).execute();
}

/** Takes what this chat asked last about this address, so that parallel guesses are counted one after another. */
export async function lockRequest(
  trx: Transaction<Database>,
  { chatId, email }: { chatId: ChatId; email: string },
): Promise<RequestRow | undefined> {
  return trx
    .selectFrom("linkRequests")
    .selectAll()
    .where("chatId", "=", chatId)
    .where("email", "=", email)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The address that this chat asked about last. */
export async function findAskedEmail(db: Kysely<Database>, chatId: ChatId, since: Date): Promise<string | undefined> {
  const row = await db
    .selectFrom("linkRequests")
    .select("email")
    .where("chatId", "=", chatId)
    .where("email", "is not", null)
    .where("createdAt", ">", since)
    .orderBy("createdAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.email ?? undefined;
}

/** Addresses asked about since then, by this chat or about this address. */
export async function countRequests(
  db: Kysely<Database>,
  about: { chatId: ChatId } | { email: string },
  since: Date,
): Promise<number> {
  const { n } = await db
    .selectFrom("linkRequests")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("email", "is not", null)
    .where("createdAt", ">", since)
    .where((eb) => ("chatId" in about ? eb("chatId", "=", about.chatId) : eb("email", "=", about.email)))
    .executeTakeFirstOrThrow();
  return n;
}

export async function setTries(trx: Transaction<Database>, id: string, tries: number): Promise<void> {
  await trx.updateTable("linkRequests").set({ tries }).where("id", "=", id).execute();
}

export async function setProved(trx: Transaction<Database>, id: string, provedAt: Date): Promise<void> {
  await trx.updateTable("linkRequests").set({ provedAt }).where("id", "=", id).execute();
}

export async function setRequestMerge(trx: Transaction<Database>, id: string, mergeId: MergeId): Promise<void> {
  await trx.updateTable("linkRequests").set({ mergeId }).where("id", "=", id).execute();
}

/** What the message with a code is known by in the outbox. */
export function toDedupeKey(id: LinkCodeId): string {
  return `link-code:${id}`;
}

/** Ends requests for good: none of their codes counts any more. */
export async function setClosed(
  trx: Transaction<Database>,
  ids: string[],
  { ending, now }: { ending: Ending; now: Date },
): Promise<void> {
  if (!ids.length) return;
  await trx
    .updateTable("linkRequests")
    .set({ closedAt: now, ending })
    .where("id", "in", ids)
    .where("closedAt", "is", null)
    .execute();
  const codes = await trx
    .updateTable("linkCodes")
    .set({ open: false })
    .where("requestId", "in", ids)
    .returning("id")
    .execute();
  if (!codes.length) return;
  await trx
    .updateTable("outbox")
    .set({ status: "skipped", reason: "the code is worth nothing any more" })
    .where(
      "dedupeKey",
      "in",
      codes.map(({ id }) => toDedupeKey(id)),
    )
    .where("status", "=", "waiting")
    .where("leaseToken", "is", null)
    .execute();
}
