import type { Kysely } from "kysely";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import type { UserId } from "../src/ids.ts";
import type { Actor } from "../src/messages.ts";
import type { Role } from "../src/roles.ts";
import { giveRole, removeMember } from "../src/services/staff.ts";
import { invite, openOwnerLink, redeemStaffLink } from "../src/services/staff-links.ts";
import { act } from "./linking.ts";
import { NOW, newActor } from "./people.ts";

type Db = Kysely<Database>;

/** What people do to the team at the same moment. */
export const staffRaces = {
  /** What became of each of eight. */
  async openOneInvitation(db: Db): Promise<string[]> {
    const owner = await newMember(db, "owner");
    const invited = await act(db, owner, (trx, actor) => invite(trx, { actor, role: "organiser", now: NOW }));
    const token = invited.type === "invited" ? invited.token : "";
    const people = await Promise.all(Array.from({ length: 8 }, () => newActor(db)));
    const outcomes = await Promise.all(
      people.map((person) => act(db, person, (trx, actor) => redeemStaffLink(trx, { actor, token, now: NOW }))),
    );
    return outcomes.map(({ type }) => type);
  },
  /** How many of two owners stay. */
  async removeEachOther(db: Db): Promise<number> {
    await db.deleteFrom("staffLinks").execute();
    await db.deleteFrom("staff").execute();
    const [one, other] = [await newMember(db, "owner"), await newMember(db, "owner")];
    const remove = (by: Actor, member: UserId) =>
      act(db, by, (trx, actor) => removeMember(trx, { actor, member, now: NOW }));
    await Promise.all([remove(one, other.userId), remove(other, one.userId)]);
    const left = await db.selectFrom("staff").select("userId").where("removedAt", "is", null).execute();
    return left.length;
  },
  startAtOnce(db: Db): Promise<(string | undefined)[]> {
    const start = () => inTransaction(db, (trx) => openOwnerLink(trx, { key: "bot-token", now: NOW }));
    return Promise.all(Array.from({ length: 5 }, start));
  },
};

async function newMember(db: Db, role: Role): Promise<Actor & { userId: UserId }> {
  const actor = await newActor(db);
  const userId = await inTransaction(db, (trx) => giveRole(trx, { actor, role, invitedBy: undefined, now: NOW }));
  return { ...actor, userId };
}
