import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { again, join, NOW, newActor, newEvent, newPerson, savePerson } from "../../test/people.ts";
import { findUser, setUser } from "../database/users.ts";
import { Unavailable } from "../errors.ts";
import type { UserId } from "../ids.ts";
import { findCard } from "./cards.ts";
import { savePreferences, silence, unsilence } from "./preferences.ts";
import { ensureUser } from "./users.ts";

const later = new Date(NOW.getTime() + 1000);

describeBoth("a person", (open) => {
  const save = (actor: Awaited<ReturnType<typeof newPerson>>, email: string | undefined, reminders = true) =>
    open()
      .db.transaction()
      .execute((trx) => savePerson(trx, { actor, person: { name: "Max Weber", email, reminders }, now: later }));
  const row = (id: UserId) => findUser(open().db, id);

  test("keeps a proved address while it is the same in any case, and has another one to prove", async () => {
    const max = await newPerson(open().db);
    const prove = () =>
      open()
        .db.transaction()
        .execute((trx) => setUser(trx, max.userId, { emailVerifiedAt: NOW }));
    await save(max, "Max@web.de");
    expect(await row(max.userId)).toMatchObject({ email: "Max@web.de", emailVerifiedAt: null });
    await prove();

    await save(max, "max@web.de");
    expect(await row(max.userId)).toMatchObject({ email: "Max@web.de", emailVerifiedAt: NOW });
    await save(max, undefined);
    expect(await row(max.userId)).toMatchObject({ email: "Max@web.de", emailVerifiedAt: NOW });
    await save(max, "max@example.org");
    expect(await row(max.userId)).toMatchObject({ email: "max@example.org", emailVerifiedAt: null });
    await save(max, undefined);
    expect(await row(max.userId)).toMatchObject({ email: null, emailVerifiedAt: null });
  });

  test("may give an address that another one proved: it is theirs only once they prove it", async () => {
    const one = await newPerson(open().db);
    const other = await newPerson(open().db);
    await save(one, "shared@web.de");
    await open()
      .db.transaction()
      .execute((trx) => setUser(trx, one.userId, { emailVerifiedAt: NOW }));

    await save(other, "shared@web.de");

    expect(await row(other.userId)).toMatchObject({ email: "shared@web.de", emailVerifiedAt: null });
  });

  test("who consented to an older sentence, or to none, is not known", async () => {
    const { db } = open();
    const max = await newPerson(db);
    const event = await newEvent(db);
    const known = async () => (await findCard(db, { event, userId: max.userId, now: NOW }))?.person;
    expect(await known()).toMatchObject({ name: "Max Weber", reminders: true });

    await db.transaction().execute((trx) => setUser(trx, max.userId, { consentVersion: 0 }));

    expect(await known()).toBeUndefined();
    expect(await join(db, max, event.id, { known: true })).toMatchObject({ type: "unknown-person" });
  });

  test("who was merged or forgotten meanwhile is not written to", async () => {
    const { db } = open();
    const max = await newPerson(db);
    await db.updateTable("users").set({ forgottenAt: NOW, name: null }).where("id", "=", max.userId).execute();

    await expect(save(max, undefined)).rejects.toThrow(Unavailable);
    const event = await newEvent(db);
    expect(await join(db, max, event.id, { known: true })).toMatchObject({ type: "unknown-person" });
  });

  test("is made once for a chat", async () => {
    const { db } = open();
    const actor = await newActor(db);
    const make = () => db.transaction().execute((trx) => ensureUser(trx, { actor, now: NOW }));
    const userId = await make();

    expect((await again(db, actor)).userId).toBe(userId);
    await expect(make()).rejects.toThrow(Unavailable);
  });

  test("who is a stranger and says STOP is silent, holds nothing, and is not known by it", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const actor = await newActor(db);

    expect(await db.transaction().execute((trx) => silence(trx, { actor, now: NOW }))).toEqual({
      ...{ type: "silenced", held: [] },
    });

    const { userId } = await again(db, actor);
    expect(userId && (await row(userId))).toMatchObject({ silencedAt: NOW, name: null });
    const card = await findCard(db, { event: { id: event.id }, userId, now: NOW });
    expect(card?.person).toBeUndefined();
  });

  test("who says STOP keeps their seats, and hears which; start undoes it once", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db);
    await join(db, max, event.id);
    const say = (what: typeof silence | typeof unsilence, now = NOW) =>
      db.transaction().execute<unknown>((trx) => what(trx, { actor: max, now }));

    expect(await say(silence)).toMatchObject({ held: [{ event: { id: event.id }, standing: { type: "confirmed" } }] });
    await say(silence, later);
    expect(await row(max.userId)).toMatchObject({ silencedAt: NOW });
    const card = await findCard(db, { event: { id: event.id }, userId: max.userId, now: NOW });
    expect(card).toMatchObject({ person: { reminders: false }, standing: { type: "confirmed" } });

    expect(await say(unsilence)).toEqual({ type: "unsilenced", wasSilenced: true });
    expect(await say(unsilence)).toEqual({ type: "unsilenced", wasSilenced: false });
    expect(await row(max.userId)).toMatchObject({ silencedAt: null });
  });

  test("who said STOP and then agrees to reminders gets them; without reminders it stays silent", async () => {
    const max = await newPerson(open().db);
    await open()
      .db.transaction()
      .execute((trx) => silence(trx, { actor: max, now: NOW }));

    await save(max, undefined, false);
    expect(await row(max.userId)).toMatchObject({ silencedAt: NOW, remindersOffAt: later });
    await save(max, undefined, true);
    expect(await row(max.userId)).toMatchObject({ silencedAt: null, remindersOffAt: null });
  });

  test("is written to in the language, zone and messenger they chose, each chosen alone", async () => {
    const max = await newPerson(open().db);
    const choose = (choice: object) =>
      open()
        .db.transaction()
        .execute((trx) => savePreferences(trx, { actor: max, ...choice, now: NOW }));

    await choose({ zone: "Asia/Tokyo", locale: undefined });
    await choose({ platform: "whatsapp" });
    await choose({ locale: "ru" });

    expect(await row(max.userId)).toMatchObject({
      timeZone: "Asia/Tokyo",
      preferredPlatform: "whatsapp",
      locale: "ru",
    });
  });

  test("who is a stranger chooses for the conversation only", async () => {
    const { db } = open();
    const actor = await newActor(db);

    await db.transaction().execute((trx) => savePreferences(trx, { actor, locale: "ru", now: NOW }));

    expect((await again(db, actor)).userId).toBeUndefined();
  });
});
