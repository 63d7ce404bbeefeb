import type { Selectable, Transaction } from "kysely";
import type { StaffLinkId, UserId } from "../ids.ts";
import type { Role } from "../roles.ts";
import type { Database } from "./schema.ts";
import type { StaffLinksTable } from "./staff-schema.ts";

export type StaffLinkRow = Selectable<StaffLinksTable>;

export interface NewStaffLink {
  id: StaffLinkId;
  tokenHash: Buffer;
  role: Role;
  /** null: printed at a start. */
  madeBy: UserId | null;
  expiresAt: Date;
  now: Date;
}

/** False if a printed link is open already. */
export async function insertStaffLink(trx: Transaction<Database>, link: NewStaffLink): Promise<boolean> {
  const { now, ...columns } = link;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("staffLinks")
    .values({ ...columns, createdAt: now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Takes the link of a token, so that of two who open it at once one is first. */
export async function lockStaffLink(trx: Transaction<Database>, tokenHash: Buffer): Promise<StaffLinkRow | undefined> {
  return trx.selectFrom("staffLinks").selectAll().where("tokenHash", "=", tokenHash).forUpdate().executeTakeFirst();
}

/** The link that was printed and nobody has used. */
export async function lockPrintedLink(trx: Transaction<Database>): Promise<StaffLinkRow | undefined> {
  return trx
    .selectFrom("staffLinks")
    .selectAll()
    .where("madeBy", "is", null)
    .where("usedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

export async function markStaffLinkUsed(
  trx: Transaction<Database>,
  { id, usedBy, now }: { id: StaffLinkId; usedBy: UserId; now: Date },
): Promise<void> {
  await trx.updateTable("staffLinks").set({ usedAt: now, usedBy }).where("id", "=", id).execute();
}

export async function deleteStaffLink(trx: Transaction<Database>, id: StaffLinkId): Promise<void> {
  await trx.deleteFrom("staffLinks").where("id", "=", id).execute();
}

/** Whoever may invite nobody any more leaves no open invitation behind. */
export async function deleteOpenLinksOf(trx: Transaction<Database>, userIds: UserId[]): Promise<void> {
  if (!userIds.length) return;
  await trx.deleteFrom("staffLinks").where("madeBy", "in", userIds).where("usedAt", "is", null).execute();
}
