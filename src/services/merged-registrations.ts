import type { Transaction } from "kysely";
import { setEntered } from "../database/door.ts";
import { type MergedRegistration, setRegistrationsUser } from "../database/merges.ts";
import { deleteUser } from "../database/people.ts";
import type { RegistrationRow } from "../database/registrations.ts";
import { moveReminders } from "../database/reminders.ts";
import type { Database, RegistrationStatus } from "../database/schema.ts";
import { insertUser } from "../database/users.ts";
import { newId, type RegistrationId, type UserId } from "../ids.ts";
import { leave } from "./places.ts";

const RANK: Record<RegistrationStatus, number> = { confirmed: 0, offered: 1, waitlisted: 2, cancelled: 3 };

/**
 * Gives the registrations of the merged user to the kept one, whose events the caller holds. Of two for one event
 * the better status, then the earlier, stays; the other gives its place up, and a seat goes to the queue.
 * Gives what changed, as it was.
 */
export async function mergeRegistrations(
  trx: Transaction<Database>,
  registrations: RegistrationRow[],
  { kept, merged, now }: { kept: UserId; merged: UserId; now: Date },
): Promise<MergedRegistration[]> {
  const changed: MergedRegistration[] = [];
  const alone: RegistrationId[] = [];
  for (const theirs of registrations.filter(({ userId }) => userId === merged)) {
    const ours = registrations.find(({ userId, eventId }) => userId === kept && eventId === theirs.eventId);
    if (!ours) {
      alone.push(theirs.id);
      changed.push(asItWas(theirs, false));
      continue;
    }
    const [better, worse] = isBetter(theirs, ours) ? [theirs, ours] : [ours, theirs];
    await leave(trx, worse, { by: "system", via: "system", now });
    await moveReminders(trx, { to: better, from: worse.id });
    if (better.status === "confirmed" && !better.checkedInAt) await setEntered(trx, better.id, worse);
    if (better === theirs) await swapUsers(trx, { one: theirs, other: ours, now });
    changed.push(asItWas(better, false), asItWas(worse, worse.status !== "cancelled"));
  }
  await setRegistrationsUser(trx, { ids: alone, userId: kept, now });
  return changed;
}

function asItWas({ id, userId, status, queueNo }: RegistrationRow, gaveUp: boolean): MergedRegistration {
  return { registrationId: id, formerUserId: userId, formerStatus: status, formerQueueNo: queueNo, gaveUp };
}

function isBetter(one: RegistrationRow, other: RegistrationRow): boolean {
  const byStatus = RANK[one.status] - RANK[other.status];
  return byStatus < 0 || (byStatus === 0 && one.createdAt < other.createdAt);
}

type Owned = Pick<RegistrationRow, "id" | "userId">;

/** Exchanges the users of two registrations for one event. Nobody has two of them for a moment, so a third hand helps. */
export async function swapUsers(
  trx: Transaction<Database>,
  { one, other, now }: { one: Owned; other: Owned; now: Date },
): Promise<void> {
  const hand = newId<UserId>();
  await insertUser(trx, { id: hand, createdAt: now, updatedAt: now });
  await setRegistrationsUser(trx, { ids: [one.id], userId: hand, now });
  await setRegistrationsUser(trx, { ids: [other.id], userId: one.userId, now });
  await setRegistrationsUser(trx, { ids: [one.id], userId: other.userId, now });
  await deleteUser(trx, hand);
}
