import type { Transaction } from "kysely";
import { lockEvent, setCounts } from "../database/events.ts";
import {
  listRegistrationsById,
  type MergedRegistration,
  setRegistrationsUser,
  setRestored,
} from "../database/merges.ts";
import { insertChange, type RegistrationRow } from "../database/registrations.ts";
import { reopenRounds } from "../database/reminder-rounds.ts";
import type { Database } from "../database/schema.ts";
import type { UserId } from "../ids.ts";
import { swapUsers } from "./merged-registrations.ts";
import { freeSeats, serveBefore, serveNext } from "./waiting-list.ts";

interface Sides {
  kept: UserId;
  merged: UserId;
  now: Date;
}

type Returning = { row: RegistrationRow; former: MergedRegistration };

/** Gives back what changed hands in a merge, and the places that were given up to a better one of the same event. */
export async function returnRegistrations(
  trx: Transaction<Database>,
  changed: MergedRegistration[],
  { kept, merged, now }: Sides,
): Promise<void> {
  const rows = await listRegistrationsById(
    trx,
    changed.map(({ registrationId }) => registrationId),
  );
  const returning = changed.flatMap((former): Returning[] => {
    const row = rows.find(({ id }) => id === former.registrationId);
    return row && [kept, merged].includes(row.userId) ? [{ row, former }] : [];
  });
  const moved = returning.filter(({ row, former }) => row.userId !== former.formerUserId);
  const alone = moved.filter((one) => !findTwin(one, moved));
  await setRegistrationsUser(trx, { ids: alone.map(({ row }) => row.id), userId: merged, now });
  for (const one of moved.filter(({ former }) => former.formerUserId === merged)) {
    const twin = findTwin(one, moved);
    if (twin) await swapUsers(trx, { one: one.row, other: twin.row, now });
  }
  for (const { row, former } of returning.filter(({ former }) => former.gaveUp))
    await restore(trx, row, { former, now });
}

function findTwin(one: Returning, all: Returning[]): Returning | undefined {
  return all.find(({ row }) => row.id !== one.row.id && row.eventId === one.row.eventId);
}

/** The same seat with the same ticket, if one is free and nobody waits; else the queue, under the former number. */
async function restore(
  trx: Transaction<Database>,
  row: RegistrationRow,
  { former, now }: { former: MergedRegistration; now: Date },
): Promise<void> {
  const locked = await lockEvent(trx, row.eventId);
  if (!locked || row.status !== "cancelled") return;
  const event = await serveBefore(trx, locked, now);
  const isSeated = former.formerStatus === "confirmed" && freeSeats(event) > 0;
  const status = isSeated ? "confirmed" : "waitlisted";
  // Whoever had a seat drew no number: they stand before all who did.
  const queueNo = isSeated ? null : (former.formerQueueNo ?? 0);
  await setRestored(trx, { id: row.id, status, queueNo, now });
  if (isSeated) await reopenRounds(trx, event.id); // they have had the seat for longer than it was away
  await setCounts(trx, event.id, isSeated ? { taken: 1, waiting: 0 } : { taken: 0, waiting: 1 });
  await insertChange(trx, {
    registrationId: row.id,
    eventId: row.eventId,
    userId: former.formerUserId,
    toStatus: status,
    ticketCode: isSeated ? row.ticketCode : null,
    actor: "system",
    via: "system",
    changedAt: now,
  });
  await serveNext(trx, { eventId: event.id, now });
}
