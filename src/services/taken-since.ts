import type { Transaction } from "kysely";
import { listMergeRegistrations, setRegistrationsUser } from "../database/merges.ts";
import { listRegistrations } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { listPlatforms, listTakenSince, moveMessagesAbout } from "../database/taken-since.ts";
import type { MergeId, UserId } from "../ids.ts";

interface Parting {
  merge: { id: MergeId; mergedAt: Date };
  kept: UserId;
  merged: UserId;
  now: Date;
}

/**
 * Places taken while two were one go with the messenger they were taken in, once the chats are apart again.
 * With chats of one messenger on both sides nobody can tell: they stay, as do those of an event where each has a place.
 */
export async function returnTakenSince(
  trx: Transaction<Database>,
  { merge, kept, merged, now }: Parting,
): Promise<void> {
  const home: string[] = await listPlatforms(trx, kept);
  const away: string[] = await listPlatforms(trx, merged);
  const former = (await listMergeRegistrations(trx, merge.id)).map(({ registrationId }) => registrationId);
  const theirs = (await listRegistrations(trx, [merged])).map(({ eventId }) => eventId);
  const taken = await listTakenSince(trx, { userId: kept, since: merge.mergedAt });
  const ids = taken
    .filter(({ via }) => away.includes(via) && !home.includes(via))
    .filter(({ registrationId, eventId }) => !former.includes(registrationId) && !theirs.includes(eventId))
    .map(({ registrationId }) => registrationId);
  await setRegistrationsUser(trx, { ids, userId: merged, now });
  await moveMessagesAbout(trx, { ids, userId: merged });
}
