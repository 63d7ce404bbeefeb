import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import {
  act,
  askAbout,
  enter,
  isKnownAsAnother,
  linkByCode,
  newEmail,
  newHolder,
  prove,
  userOf,
} from "../../test/linking.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { dropForgottenAddresses } from "../database/deliveries.ts";
import { findRegistration } from "../database/registrations.ts";
import type { Actor, Address } from "../messages.ts";
import { askToForget, forget } from "./forgetting.ts";
import { exportMyData } from "./my-data.ts";
import { undoMerge } from "./undo-merge.ts";

const hash = (address: Address) => createHash("sha256").update(JSON.stringify(address)).digest();

describeBoth("forgetting somebody", (open) => {
  const forgetMe = (actor: Actor, updateNumber: number | undefined = 77) =>
    act(open().db, actor, (trx, a) => forget(trx, { actor: a, updateNumber, sentAt: NOW, hash, now: NOW }));
  const chatOf = ({ chatId }: Actor) =>
    open().db.selectFrom("chats").selectAll().where("id", "=", chatId).executeTakeFirstOrThrow();

  test("names the seats that would go, first", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const max = await newPerson(db);
    await join(db, max, event.id);

    const asked = await act(db, max, (trx, actor) => askToForget(trx, { actor, now: NOW }));
    expect(asked).toMatchObject({ type: "forget-asked", held: [{ event: { id: event.id } }] });
    const stranger = await newActor(db);
    expect(await act(db, stranger, (trx, actor) => askToForget(trx, { actor, now: NOW }))).toMatchObject({ held: [] });
  });

  test("empties the person, both chats and what was said to them, and gives the seat to the next", async () => {
    const { db } = open();
    const email = newEmail();
    const event = await newEvent(db, { maxParticipants: 1 });
    const max = await newHolder(db, { email, name: "Max Weber" });
    const whatsapp = await newActor(db, { platform: "whatsapp" });
    await linkByCode(db, max, whatsapp, { email });
    await join(db, max, event.id);
    const next = await newPerson(db);
    await join(db, next, event.id);

    const forgotten = await forgetMe(max);
    expect(forgotten.addresses.map(({ platform }) => platform).toSorted()).toEqual(["telegram", "whatsapp"]);

    const user = await db.selectFrom("users").selectAll().where("id", "=", max.userId).executeTakeFirstOrThrow();
    const { id, forgottenAt, createdAt, updatedAt, ...rest } = user;
    expect(Object.values(rest).filter((value) => value !== null)).toEqual([]);
    expect(forgottenAt).toEqual(NOW);
    expect([await userOf(db, max), await userOf(db, whatsapp)]).toEqual([undefined, undefined]);
    expect(await findRegistration(db, { userId: next.userId, eventId: event.id })).toMatchObject({
      status: "confirmed",
    });
    expect(await findFaults(db, event.id)).toEqual([]);
    const said = await db
      .selectFrom("outbox")
      .select(["intent", "status", "reason", "mailTo"])
      .where((eb) => eb.or([eb("userId", "=", max.userId), eb("chatId", "in", [max.chatId, whatsapp.chatId])]))
      .execute();
    expect(said.length).toBeGreaterThan(1);
    expect(new Set(said.map(({ intent }) => intent.text))).toEqual(new Set(["erased"]));
    expect(new Set(said.map(({ status }) => status))).toEqual(new Set(["skipped"]));
  });

  test("leaves no trace of the name or the address anywhere", async () => {
    const { db } = open();
    const email = newEmail();
    const max = await newHolder(db, { email, name: "Maximilian Unforgettable" });
    const asker = await newActor(db, { platform: "whatsapp" });
    await prove(db, asker, email, { mail: true });
    await act(db, max, (trx, actor) => exportMyData(trx, { actor, now: NOW }));

    await forgetMe(max);

    for (const table of ["users", "chats", "outbox", "linkRequests", "linkCodes", "auditLog", "dataExports"] as const) {
      const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute());
      expect(rows).not.toContain("Unforgettable");
      expect(rows).not.toContain(email);
    }
    expect(await isKnownAsAnother(db, asker, email)).toBe(false);
  });

  test("keeps of each chat when it was and a hash, and the address itself only for the farewell", async () => {
    const { db } = open();
    const email = newEmail();
    const max = await newHolder(db, { email });
    const whatsapp = await newActor(db, { platform: "whatsapp" });
    await linkByCode(db, max, whatsapp, { email });
    const before = { max: await chatOf(max), whatsapp: await chatOf(whatsapp) };

    await forgetMe(max);

    const address: Address = { platform: "telegram", telegramId: before.max.telegramId ?? 0 };
    expect(await chatOf(max)).toMatchObject({
      ...{ telegramId: before.max.telegramId, forgottenAt: NOW, forgottenUpdate: 77, addressHash: hash(address) },
      version: before.max.version + 1,
    });
    const elsewhere: Address = { platform: "whatsapp", userId: before.whatsapp.whatsappUserId ?? "", phone: undefined };
    expect(await chatOf(whatsapp)).toMatchObject({
      ...{ whatsappUserId: null, whatsappPhone: null, forgottenAt: NOW, forgottenUpdate: null },
      addressHash: hash(elsewhere),
    });
    await dropForgottenAddresses(db);
    expect(await chatOf(max)).toMatchObject({ telegramId: null });
  });

  test("counts from the latest words that were answered, though an older update brought it", async () => {
    const { db } = open();
    const max = await newActor(db);
    const later = new Date(NOW.getTime() + 5_000);
    await db.updateTable("chats").set({ lastInboundAt: later }).where("id", "=", max.chatId).execute();

    await forgetMe(max);

    expect(await chatOf(max)).toMatchObject({ forgottenAt: later });
  });

  test("ends codes that are out, and undoes no merge any more", async () => {
    const { db } = open();
    const email = newEmail();
    const max = await newHolder(db, { email });
    const whatsapp = await newActor(db, { platform: "whatsapp" });
    const { mergeId } = await linkByCode(db, max, whatsapp, { email });
    const { stranger, sent } = await askAbout(db, max, email);

    await forgetMe(max);

    expect(await enter(db, stranger, email, sent)).toEqual({ type: "code-expired" });
    expect(await act(db, whatsapp, (trx, actor) => undoMerge(trx, { actor, mergeId, now: NOW }))).toEqual({
      type: "merge-kept",
    });
  });

  test("leaves a seat at an event that has begun counted", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 5 });
    const max = await newPerson(db);
    await join(db, max, event.id);
    await db.updateTable("events").set({ dateTime: NOW }).where("id", "=", event.id).execute();

    await forgetMe(max);

    expect(await findRegistration(db, { userId: max.userId, eventId: event.id })).toMatchObject({
      status: "confirmed",
    });
  });

  test("works for a chat that is nobody's", async () => {
    const { db } = open();
    const stranger = await newActor(db, { platform: "whatsapp" });
    expect(await forgetMe(stranger, undefined)).toMatchObject({ type: "forgotten" });
    expect(await chatOf(stranger)).toMatchObject({ forgottenAt: NOW, forgottenUpdate: null });
  });
});
