import type { Kysely } from "kysely";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import type { Actor } from "../src/messages.ts";
import { enterCode } from "../src/services/linking.ts";
import { mergeUsers } from "../src/services/merging.ts";
import { giveUp, register } from "../src/services/registrations.ts";
import { undoMerge } from "../src/services/undo-merge.ts";
import { race } from "./held-transaction.ts";
import { act, askAbout, minutesLater, newEmail, newHolder, userOf, wrongCode } from "./linking.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "./people.ts";
import { findFaults } from "./seats.ts";

/** What can cross a merge. Each race tells what went wrong, in words; nothing if all is well. */

type Db = Kysely<Database>;

export const merge = (db: Db, actor: Actor, other: Actor) =>
  act(db, actor, (trx) => mergeUsers(trx, { chatId: actor.chatId, other: { chatId: other.chatId }, now: NOW }));

/** What must hold of people whatever happens: words for what does not. */
export async function findPeopleFaults(db: Db, people: KnownActor[]): Promise<string[]> {
  const owners = await Promise.all(people.map((person) => userOf(db, person)));
  const dead = await db
    .selectFrom("users as u")
    .leftJoin("eventRegistrations as r", (on) => on.onRef("r.userId", "=", "u.id").on("r.status", "<>", "cancelled"))
    .select(["u.id", "r.id as place"])
    .where("u.mergedInto", "is not", null)
    .where(
      "u.id",
      "in",
      people.map(({ userId }) => userId),
    )
    .execute();
  const faults = dead.flatMap(({ id, place }) => (place ? [`a place of ${id}, who is nobody any more`] : []));
  for (const owner of owners) if (dead.some(({ id }) => id === owner)) faults.push(`a chat of ${owner}, who is nobody`);
  if (new Set(owners).size > 1) faults.push("not one person");
  return faults;
}

function failures(results: PromiseSettledResult<unknown>[]): string[] {
  return results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
}

/** Known in this order. */
export async function newPeople(db: Db, count: number): Promise<KnownActor[]> {
  const people: KnownActor[] = [];
  for (let n = 0; n < count; n++) {
    const person = await newPerson(db, { platform: n % 2 ? "whatsapp" : "telegram" });
    await db
      .updateTable("users")
      .set({ createdAt: minutesLater(n) })
      .where("id", "=", person.userId)
      .execute();
    people.push(person);
  }
  return people;
}

export async function registerAgainstMerge(db: Db): Promise<string[]> {
  const [kept, merged] = await newPeople(db, 2);
  if (!kept || !merged) throw new Error("nobody came");
  const event = await newEvent(db, { maxParticipants: 5 });
  const results = await race(
    db,
    (beforeCommit) =>
      act(db, merged, async (trx, actor) => {
        await register(trx, { actor, eventId: event.id, queue: false, now: NOW });
        await beforeCommit();
      }),
    () => merge(db, kept, merged),
  );
  return [...failures(results), ...(await findPeopleFaults(db, [kept, merged])), ...(await findFaults(db, event.id))];
}

export async function cancelAgainstMerge(db: Db): Promise<string[]> {
  const [kept, merged, third] = await newPeople(db, 3);
  if (!kept || !merged || !third) throw new Error("nobody came");
  const event = await newEvent(db, { maxParticipants: 1 });
  for (const person of [merged, kept, third]) await join(db, person, event.id);
  const results = await race(
    db,
    (beforeCommit) =>
      act(db, merged, async (trx, actor) => {
        await giveUp(trx, { actor, eventId: event.id, sure: true, now: NOW });
        await beforeCommit();
      }),
    () => merge(db, kept, merged),
  );
  return [...failures(results), ...(await findPeopleFaults(db, [kept, merged])), ...(await findFaults(db, event.id))];
}

/** The second finds the person it wants merged into another. */
export async function mergeAgainstMerge(db: Db): Promise<string[]> {
  const [one, both, other] = await newPeople(db, 3);
  if (!one || !both || !other) throw new Error("nobody came");
  const results = await race(
    db,
    (beforeCommit) =>
      act(db, one, async (trx) => {
        await mergeUsers(trx, { chatId: one.chatId, other: { chatId: both.chatId }, now: NOW });
        await beforeCommit();
      }),
    () => merge(db, other, both),
  );
  return [...failures(results), ...(await findPeopleFaults(db, [one, both, other]))];
}

export async function undoAgainstUndo(db: Db): Promise<string[]> {
  const [one, other] = await newPeople(db, 2);
  if (!one || !other) throw new Error("nobody came");
  const event = await newEvent(db, { maxParticipants: 5 });
  for (const person of [one, other]) await join(db, person, event.id);
  const mergeId = (await merge(db, one, other))?.mergeId;
  if (!mergeId) throw new Error("they were one already");
  const undo = (actor: Actor, beforeCommit = async () => {}) =>
    act(db, actor, async (trx, acting) => {
      await undoMerge(trx, { actor: acting, mergeId, now: NOW });
      await beforeCommit();
    });
  const results = await race(
    db,
    (beforeCommit) => undo(one, beforeCommit),
    () => undo(other),
  );
  const undone = await db.selectFrom("auditLog").select("detail").where("action", "=", "undo-merge").execute();
  const times = undone.filter(({ detail }) => JSON.stringify(detail).includes(mergeId)).length;
  const faults = [...failures(results), ...(await findFaults(db, event.id))];
  return times === 1 ? faults : [...faults, `undone ${times} times`];
}

/** Many guesses over connections of their own; what is wrong if more than five are heard. */
export async function guessAtOnce(db: Db): Promise<string[]> {
  const email = newEmail();
  const { stranger, sent } = await askAbout(db, await newHolder(db, { email }), email);
  const guess = (code: string) =>
    inTransaction(db, (trx) => enterCode(trx, { actor: stranger, email, code, eventId: undefined, now: NOW }));
  const outcomes = await Promise.all(Array.from({ length: 15 }, () => guess(wrongCode(sent.code))));
  const heard = outcomes.filter(({ type }) => type === "wrong-code").length;
  const { type } = await guess(sent.code);
  return [
    ...(heard === 5 ? [] : [`${heard} guesses were heard`]),
    ...(type === "code-expired" ? [] : [`then ${type}`]),
  ];
}
