import type { Kysely } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { Unsent } from "../long-run-judge.ts";
import type { Guest } from "./guest.ts";

/** Whether it was right not to say something about a registration. */
export type IsRight = (unsent: Unsent) => boolean;

const RIGHT = new Set([
  "the person said stop",
  "the person wants no reminders",
  "the seat was confirmed after its moment",
  "the seat was confirmed shortly before",
  // And taken again later, after its moment.
  "the seat was given up",
]);

const LATE = "its time had passed";
const FORGOTTEN = /^the person had themselves forgotten$/;
export const UNREACHABLE = /blocked|no chat of this person can be reached/;
/** Of tries that fail the last is made this long after the first. */
const TRIED_MS = 30 * 60_000;

type Known = Pick<Guest, "platform" | "actor"> & { diary: Pick<Guest["diary"], "blocks" | "linkedAt"> };

/** Places that went to another one of the same person, and came back when that turned out to be somebody else. */
export async function listReturned(db: Kysely<Database>): Promise<Set<string>> {
  const rows = await db
    .selectFrom("userMergeRegistrations as r")
    .innerJoin("userMerges as m", "m.id", "r.mergeId")
    .select("r.registrationId")
    .where("r.gaveUp", "=", true)
    .where("m.undoneAt", "is not", null)
    .execute();
  return new Set(rows.map(({ registrationId }) => registrationId));
}

/** By what people remember to have done. `returned`: places that were away for a while. */
export function createReasons(guests: readonly Known[], returned: ReadonlySet<string>): IsRight {
  const diaries = new Map(guests.map((guest) => [phoneOf(guest), guest.diary]));
  const wasBlocked = (address: string, dueAt: Date) =>
    (diaries.get(address)?.blocks ?? []).some(
      ({ from, to }) => from.getTime() <= dueAt.getTime() + TRIED_MS && (to === undefined || to >= dueAt),
    );
  // A phone that was connected later was no way then.
  const wereOne = (address: string, dueAt: Date) => (diaries.get(address)?.linkedAt ?? dueAt) <= dueAt;
  return ({ registrationId, reason, addresses, dueAt }) => {
    if (RIGHT.has(reason) || (reason === LATE && returned.has(registrationId))) return true;
    if (addresses === null) return FORGOTTEN.test(reason) || UNREACHABLE.test(reason);
    const blocked = addresses.filter((address) => wasBlocked(address, dueAt));
    const isCutOff = blocked.length === addresses.length || blocked.some((address) => !wereOne(address, dueAt));
    return UNREACHABLE.test(reason) && isCutOff;
  };
}

/** As `addressesOf` names a chat. */
function phoneOf({ platform, actor: { person } }: Pick<Known, "platform" | "actor">): string {
  return platform === "telegram" ? String(person.telegram.id) : (person.whatsapp.phone ?? "");
}
