import { expect } from "vitest";
import { type Guest, gather, invite, step } from "./crowd.ts";
import type { TestPostgres } from "./database.ts";
import { hold } from "./held-rows.ts";
import { FAULT, sabotage, TRANSIENT } from "./sabotage.ts";
import { toTelegramUpdate, toWhatsappDelivery } from "./updates.ts";
import type { TestWorld } from "./world.ts";

/**
 * What the invariants of a step promise, as checks that are run twice: on the app as it is, where they hold, and on one
 * with the line broken that holds them, where they must not.
 */
export interface Grounds {
  world: TestWorld;
  database: TestPostgres;
}

const CONFIRMING = 4;

async function publish({ world }: Grounds): Promise<string> {
  return (await world.publish({ maxParticipants: null })).slug;
}

async function guestBeforeConfirming(grounds: Grounds, platform: Guest["platform"] = "telegram"): Promise<Guest> {
  const guest = invite(grounds.world, await publish(grounds), platform);
  for (let n = 0; n < CONFIRMING; n++) await step([guest], n);
  await grounds.world.app.processAll();
  return guest;
}

/** All that a step may change: of one person's chat, or of everybody. */
async function facts({ database: { db } }: Grounds): Promise<unknown> {
  const chats = await db
    .selectFrom("chats")
    .select(["id", "version", "currentState", "stateData"])
    .orderBy("id")
    .execute();
  const registrations = await db.selectFrom("eventRegistrations").select(["id", "status"]).orderBy("id").execute();
  const events = await db.selectFrom("events").select(["id", "takenCount"]).orderBy("id").execute();
  const users = await db.selectFrom("users").select("id").orderBy("id").execute();
  const inbox = await db.selectFrom("inbox").select("updateKey").orderBy("updateKey").execute();
  const replies = await db.selectFrom("outbox").select("id").orderBy("id").execute();
  return {
    chats,
    registrations,
    events,
    users,
    inbox: inbox.map(({ updateKey }) => updateKey.toString("hex")),
    replies,
  };
}

const post = ({ world }: Grounds, body: string) => world.sandbox.webhooks.telegram.deliverAgain(body);
const sends = ({ world }: Grounds) =>
  ["sendmessage", "sendphoto", "editmessagetext", "editmessagecaption"].reduce(
    (sum, method) => sum + world.sandbox.faults.count({ method }),
    0,
  );

function told(grounds: Grounds, guest: Guest, does: { text: string } | { press: string }): string {
  const { world, state } = { world: grounds.world, state: grounds.world.sandbox.world };
  return toTelegramUpdate({ person: guest.actor.person, at: world.clock.now(), does }, state.nextUpdateId());
}

/** The data of a button on the newest message of a guest. */
function dataOf(guest: Guest, title: string): string {
  const choices = guest.actor[guest.platform].last.rows.flat();
  const choice = choices.find((each) => each.title === title);
  if (choice?.type !== "press") throw new Error(`no button ${title}`);
  return choice.data;
}

/** I1: what could not be committed is answered 503 and by no reply, be it a step alone or one with facts. */
export async function check200MeansCommitted(grounds: Grounds): Promise<void> {
  const guest = await guestBeforeConfirming(grounds);
  for (const does of [{ text: "/help" }, { press: dataOf(guest, "Confirm") }]) {
    const body = told(grounds, guest, does);
    const before = await facts(grounds);
    const undo = await sabotage(grounds.database.url, { table: "chats", code: TRANSIENT, deferred: true });
    expect(await post(grounds, body)).toBe(503);
    await undo();
    expect(await facts(grounds)).toEqual(before);
    expect(await post(grounds, body)).toBe(200);
    expect(await facts(grounds)).not.toEqual(before);
    await grounds.world.app.processAll();
  }
}

/** I2: an update that comes again changes nothing and says nothing. */
export async function checkRepeatsChangeNothing(grounds: Grounds): Promise<void> {
  const guest = await guestBeforeConfirming(grounds);
  const bodies = [told(grounds, guest, { text: "/help" }), told(grounds, guest, { press: dataOf(guest, "Confirm") })];
  for (const body of bodies) {
    expect(await post(grounds, body)).toBe(200);
    await grounds.world.app.processAll();
  }
  const [before, sent] = [await facts(grounds), sends(grounds)];
  for (const body of [...bodies, ...bodies]) expect(await post(grounds, body)).toBe(200);
  await grounds.world.app.processAll();
  expect(await facts(grounds)).toEqual(before);
  expect(sends(grounds)).toBe(sent);
}

/** I3: where one part of a step cannot be written, none of the others is. */
export async function checkAllOrNothing(grounds: Grounds): Promise<void> {
  const guest = await guestBeforeConfirming(grounds);
  const body = told(grounds, guest, { press: dataOf(guest, "Confirm") });
  const before = await facts(grounds);
  for (const table of ["users", "event_registrations", "registration_changes", "chats", "inbox", "outbox"]) {
    const undo = await sabotage(grounds.database.url, { table, code: TRANSIENT });
    expect(await post(grounds, body)).toBe(503);
    await undo();
    expect(await facts(grounds)).toEqual(before);
  }
  expect(await post(grounds, body)).toBe(200);
}

/** What a chat wrote first comes first, though the first of a delivery could not be saved and the second could. */
export async function checkOrderInDelivery(grounds: Grounds): Promise<void> {
  const guest = invite(grounds.world, await publish(grounds), "whatsapp");
  for (const n of [0, 1]) await step([guest], n);
  await grounds.world.app.processAll();
  const say = (text: string) => ({ person: guest.actor.person, at: grounds.world.clock.now(), does: { text } });
  const body = toWhatsappDelivery([say("Ada Lovelace"), say(guest.email)], guest.email);
  const deliver = () => grounds.world.sandbox.webhooks.whatsapp.deliverAgain(body);

  const before = await facts(grounds);
  const where = "new.current_state = 'ENTERING_EMAIL'";
  const undo = await sabotage(grounds.database.url, { table: "chats", code: TRANSIENT, where });
  expect(await deliver()).toBe(503);
  expect(await facts(grounds)).toEqual(before);
  await undo();
  expect(await deliver()).toBe(200);
  await guest.actor.whatsapp.hears(/check/);
}

/** I4: a step that another process has overtaken is undone, and done again from where the conversation stands now. */
export async function checkOvertakenStepsRunAgain(grounds: Grounds): Promise<void> {
  const guest = invite(grounds.world, await publish(grounds), "telegram");
  for (const n of [0, 1]) await step([guest], n);
  await grounds.world.app.processAll();
  const chat = `telegram_id = ${guest.actor.person.telegram.id}`;
  const read = () =>
    grounds.database.db
      .selectFrom("chats")
      .select(["version", "currentState"])
      .where("telegramId", "=", guest.actor.person.telegram.id)
      .executeTakeFirstOrThrow();
  const before = await read();
  expect(before.currentState).toBe("ENTERING_NAME");

  const elsewhere = `update chats set version = version + 1, current_state = 'START', state_data = '{"offered": []}' where ${chat}`;
  const held = await hold(grounds.database.url, elsewhere);
  const posting = post(grounds, told(grounds, guest, { text: "Ada Lovelace" }));
  await held.awaited();
  await held.commit();
  expect(await posting).toBe(200);

  const after = await read();
  expect(after.version).toBe(before.version + 2);
  expect(after.currentState).not.toBe("ENTERING_EMAIL");
}

/** I8: an update that fails for ever is apologised for and done with, and its chat goes on; so do all others. */
export async function checkPoisonIsSetAside(grounds: Grounds): Promise<void> {
  const guest = await guestBeforeConfirming(grounds);
  const press = { press: dataOf(guest, "Confirm") };
  const body = told(grounds, guest, press);
  const undo = await sabotage(grounds.database.url, { table: "registration_changes", code: FAULT });
  expect(await post(grounds, body)).toBe(200);
  await guest.actor.telegram.hears(/something went wrong/);
  await undo();
  expect(await post(grounds, body)).toBe(200); // handled: it does not come to life again
  expect(await grounds.database.db.selectFrom("eventRegistrations").select("id").execute()).toEqual([]);

  expect(await post(grounds, told(grounds, guest, press))).toBe(200);
  await guest.actor.telegram.hears(/You are in/);
}

/** I8, at its worst: nothing at all of a chat can be written. The update is recorded, or it would come for days. */
export async function checkHopelessChatIsLeft(grounds: Grounds): Promise<void> {
  const guest = await guestBeforeConfirming(grounds);
  const where = `new.telegram_id = ${guest.actor.person.telegram.id}`;
  const undo = await sabotage(grounds.database.url, { table: "chats", code: FAULT, where });
  const before = sends(grounds);
  expect(await post(grounds, told(grounds, guest, { text: "/help" }))).toBe(200);
  expect(sends(grounds)).toBe(before);
  await undo();
  await step([guest], CONFIRMING);
}

/** I8, in one delivery of WhatsApp: what is wrong with one chat does not stop the others. */
export async function checkBatchesGoOn(grounds: Grounds, code: string): Promise<void> {
  const slug = await publish(grounds);
  const guests = gather(grounds.world, slug, 8).filter(({ platform }) => platform === "whatsapp");
  for (let n = 0; n < CONFIRMING; n++) await step(guests, n);
  const { world, database } = grounds;
  const doings = guests.map((guest) => ({
    person: guest.actor.person,
    at: world.clock.now(),
    does: { press: dataOf(guest, "Confirm") },
  }));
  const poisoned = guests[1]?.actor.person.whatsapp.userId;
  const where = `(select whatsapp_user_id from chats where user_id = new.user_id) = '${poisoned}'`;
  const undo = await sabotage(database.url, { table: "event_registrations", code, where });
  const body = toWhatsappDelivery(doings, slug);
  const deliver = () => world.sandbox.webhooks.whatsapp.deliverAgain(body);

  expect(await deliver()).toBe(code === FAULT ? 200 : 503);
  for (const guest of guests) {
    await guest.actor.whatsapp.hears(guest === guests[1] ? /something went wrong|out of order/ : /You are in/);
  }
  await undo();
  expect(await deliver()).toBe(200);
  if (code !== FAULT) await guests[1]?.actor.whatsapp.hears(/You are in/);
}
