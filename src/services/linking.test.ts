import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import {
  findSentCode,
  heard,
  isKnownAsAnother,
  listSentCodes,
  minutesLater,
  newEmail,
  newHolder,
  prove,
} from "../../test/linking.ts";
import { NOW, newActor } from "../../test/people.ts";

describeBoth("an e-mail that is known with us", (open) => {
  test("is known to everybody but its own person, whatever its case", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const stranger = await newActor(db);

    expect(await isKnownAsAnother(db, stranger, email.toUpperCase())).toBe(true);
    expect(await isKnownAsAnother(db, holder, email)).toBe(false);
    expect(await isKnownAsAnother(db, stranger, newEmail())).toBe(false);
  });

  test("is proved by a code of its own at each place where it is known, for the chat that asks", async () => {
    const { db } = open();
    const email = newEmail();
    const telegram = await newHolder(db, { email, locale: "ru" });
    const whatsapp = await newHolder(db, { email, platform: "whatsapp" });
    const asker = await newActor(db, { platform: "whatsapp" });

    const outcome = await prove(db, asker, email, { mail: true });

    expect(outcome).toEqual({ type: "code-sent", to: ["telegram", "whatsapp", "mail"] });
    const sent = [
      await findSentCode(db, telegram.chatId),
      await findSentCode(db, whatsapp.chatId),
      await findSentCode(db, { mailTo: email }),
    ];
    expect(new Set(sent.map(({ code }) => code)).size).toBe(3);
    expect(sent.map(({ text }) => text)).toEqual(["link-code-arrived", "link-code-arrived", "link-code-mail"]);
    expect(await listSentCodes(db, asker.chatId)).toEqual([]);
  });

  test("is answered in the same words whether one, many or nobody can be reached", async () => {
    const { db } = open();
    const [unreachable, blocked, silenced] = [newEmail(), newEmail(), newEmail()];
    const whatsapp = await newHolder(db, { email: unreachable, platform: "whatsapp" });
    await heard(db, whatsapp, new Date(NOW.getTime() - (24 * 60 - 15) * 60_000));
    const { chatId } = await newHolder(db, { email: blocked });
    await db.updateTable("chats").set({ blockedAt: NOW }).where("id", "=", chatId).execute();
    const { userId } = await newHolder(db, { email: silenced });
    await db.updateTable("users").set({ silencedAt: NOW }).where("id", "=", userId).execute();
    const asker = await newActor(db);

    for (const email of [unreachable, blocked, silenced]) {
      expect(await prove(db, asker, email)).toEqual({ type: "code-sent", to: [] });
    }
  });

  test("sends nothing to those who only gave it, once somebody has proved it", async () => {
    const { db } = open();
    const email = newEmail();
    const squatter = await newHolder(db, { email });
    const owner = await newHolder(db, { email, verifiedAt: NOW });
    const asker = await newActor(db);

    await prove(db, asker, email);

    expect(await listSentCodes(db, squatter.chatId)).toEqual([]);
    expect(await listSentCodes(db, owner.chatId)).toHaveLength(1);
  });

  test("three of them can be asked about in an hour from one chat, and one of them once at a time", async () => {
    const { db } = open();
    const emails = [newEmail(), newEmail(), newEmail(), newEmail()];
    const holder = await newHolder(db, { email: emails[0] ?? "" });
    const asker = await newActor(db);
    for (const email of emails.slice(0, 3)) await prove(db, asker, email);

    expect(await prove(db, asker, emails[3] ?? "")).toEqual({ type: "too-many-addresses" });
    expect(await prove(db, asker, emails[0] ?? "")).toEqual({ type: "code-sent", to: ["telegram"] });
    expect(await listSentCodes(db, holder.chatId)).toHaveLength(1);
    expect(await prove(db, asker, emails[3] ?? "", { now: minutesLater(61) })).toMatchObject({ type: "code-sent" });
  });

  test("floods nobody: after ten requests in a day, by whomever, its chats and its mailbox are left in peace", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    for (let n = 0; n < 10; n++) await prove(db, await newActor(db), email, { mail: true });

    expect(await prove(db, await newActor(db), email, { mail: true })).toEqual({ type: "code-sent", to: [] });
    expect(await listSentCodes(db, holder.chatId)).toHaveLength(10);
  });
});
