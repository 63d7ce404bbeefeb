import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import * as linking from "../../test/linking.ts";
import { NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findUser } from "../database/users.ts";
import { checkEmail, enterCode } from "./linking.ts";
import { register } from "./registrations.ts";

const {
  act,
  askAbout,
  enter,
  findSentCode,
  listSentCodes,
  minutesLater,
  newEmail,
  newHolder,
  prove,
  userOf,
  wrongCode,
} = linking;

describeBoth("an e-mail that is known with us", (open) => {
  test("is known to everybody but its own person, whatever its case", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const stranger = await newActor(db);
    const check = (actor: typeof stranger, typed: string) => checkEmail(db, { actor, email: typed, now: NOW });

    expect(await check(stranger, email.toUpperCase())).toBe("known");
    expect(await check(holder, email)).toBe("fine");
    expect(await check(stranger, newEmail())).toBe("fine");
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
    await linking.heard(db, whatsapp, new Date(NOW.getTime() - (24 * 60 - 15) * 60_000));
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

describeBoth("the code of an e-mail", (open) => {
  test("makes the asking chat and the one it went to one person, and goes on with the sign-up", async () => {
    const { db } = open();
    const email = newEmail();
    const event = await newEvent(db);
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);

    const outcome = await act(db, stranger, (trx, actor) =>
      enterCode(trx, { actor, email, code: sent.code, eventId: event.id, now: NOW }),
    );

    expect(outcome).toMatchObject({
      type: "linked",
      other: "telegram",
      card: { person: { name: "Max Weber" } },
      held: [],
    });
    expect(await userOf(db, stranger)).toBe(holder.userId);
  });

  test("counts in the chat that asked and in no other", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);
    const thief = await newActor(db);

    expect(await enter(db, thief, email, sent)).toEqual({ type: "code-expired" });
    await prove(db, thief, email);
    expect(await enter(db, thief, email, sent)).toMatchObject({ type: "wrong-code" });
    expect(await userOf(db, thief)).toBeUndefined();
    expect(await enter(db, stranger, email, sent)).toMatchObject({ type: "linked" });
  });

  test("cannot be guessed: five wrong ones end it, the right one included", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);
    const wrong = { code: wrongCode(sent.code) };

    for (const triesLeft of [4, 3, 2, 1, 0]) {
      expect(await enter(db, stranger, email, wrong)).toEqual({ type: "wrong-code", triesLeft });
    }
    expect(await enter(db, stranger, email, sent)).toEqual({ type: "code-expired" });
    expect(await userOf(db, stranger)).toBeUndefined();
  });

  test("shares its tries with the codes that went elsewhere", async () => {
    const { db } = open();
    const email = newEmail();
    await newHolder(db, { email });
    const asker = await newActor(db);
    await prove(db, asker, email, { mail: true });
    const { code } = await findSentCode(db, { mailTo: email });
    for (let n = 0; n < 4; n++) await enter(db, asker, email, { code: "not-it" });

    expect(await enter(db, asker, email, { code: "not-it" })).toEqual({ type: "wrong-code", triesLeft: 0 });
    expect(await enter(db, asker, email, { code })).toEqual({ type: "code-expired" });
  });

  test("counts for ten minutes, and changes nothing when it is typed again", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const late = await askAbout(db, holder, email);
    expect(await enter(db, late.stranger, email, { ...late.sent, now: minutesLater(10) })).toEqual({
      type: "code-expired",
    });

    const { stranger, sent } = await askAbout(db, holder, email);
    expect(await enter(db, stranger, email, { ...sent, now: minutesLater(9) })).toMatchObject({ type: "linked" });
    expect(await enter(db, stranger, email, sent)).toEqual({ type: "email-proved", card: undefined });
  });

  test("is worth nothing once its chat was forgotten", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);
    await db.updateTable("chats").set({ userId: null }).where("id", "=", holder.chatId).execute();

    expect(await enter(db, stranger, email, sent)).toEqual({ type: "code-expired" });
  });
});

describeBoth("the code from the mailbox", (open) => {
  const askByMail = async (email: string, asker = newActor(open().db)) => {
    const actor = await asker;
    await prove(open().db, actor, email, { mail: true });
    return { actor, ...(await findSentCode(open().db, { mailTo: email })) };
  };

  test("takes a squatted address away from whoever only typed it, and links with nobody", async () => {
    const { db } = open();
    const email = newEmail();
    const squatter = await newHolder(db, { email });
    const { actor, code } = await askByMail(email);

    expect(await enter(db, actor, email, { code })).toMatchObject({ type: "email-proved" });
    expect(await findUser(db, squatter.userId)).toMatchObject({ email: null, name: "Max Weber" });
    expect(await userOf(db, actor)).toBeUndefined();
  });

  test("links with the person who had proved it", async () => {
    const { db } = open();
    const email = newEmail();
    const owner = await newHolder(db, { email, verifiedAt: NOW });
    const { actor, code } = await askByMail(email);

    expect(await enter(db, actor, email, { code })).toMatchObject({ type: "linked", other: "telegram" });
    expect(await userOf(db, actor)).toBe(owner.userId);
  });

  test("proves the address of a person at once, and of a stranger when they register within a day", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const [known, early, late] = [newEmail(), newEmail(), newEmail()];
    const confirm = async (email: string, minutes: number) => {
      const { actor, code } = await askByMail(email);
      await enter(db, actor, email, { code });
      const person = { name: "Anna", email, reminders: true };
      const now = minutesLater(minutes);
      await act(db, actor, (trx, a) => register(trx, { actor: a, eventId: event.id, person, queue: false, now }));
      const userId = await userOf(db, actor);
      return userId && findUser(db, userId);
    };

    const { actor, code } = await askByMail(known, newPerson(db));
    await enter(db, actor, known, { code });

    const userId = await userOf(db, actor);
    expect(userId && (await findUser(db, userId))).toMatchObject({ email: known, emailVerifiedAt: NOW });
    expect(await confirm(early, 24 * 60 - 1)).toMatchObject({ email: early, emailVerifiedAt: NOW });
    expect(await confirm(late, 24 * 60)).toMatchObject({ email: late, emailVerifiedAt: null });
  });

  test("proves nothing any more once another has proved the same address", async () => {
    const { db } = open();
    const email = newEmail();
    const event = await newEvent(db);
    const { actor, code } = await askByMail(email);
    await enter(db, actor, email, { code });
    await newHolder(db, { email, verifiedAt: minutesLater(1) });
    const person = { name: "Anna", email, reminders: true };

    await act(db, actor, (trx, a) => register(trx, { actor: a, eventId: event.id, person, queue: false, now: NOW }));

    const userId = await userOf(db, actor);
    expect(userId && (await findUser(db, userId))).toMatchObject({ email, emailVerifiedAt: null });
  });
});
