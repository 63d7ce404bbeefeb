import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import {
  act,
  askAbout,
  enter,
  findSentCode,
  minutesLater,
  newEmail,
  newHolder,
  prove,
  userOf,
  wrongCode,
} from "../../test/linking.ts";
import { NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findUser } from "../database/users.ts";
import { enterCode } from "./linking.ts";
import { register } from "./registrations.ts";
import { undoMerge } from "./undo-merge.ts";

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

  test("is used up: it does not link again what was undone", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);
    const linked = await enter(db, stranger, email, sent);
    if (linked.type !== "linked") throw new Error(linked.type);
    await act(db, holder, (trx, actor) => undoMerge(trx, { actor, mergeId: linked.mergeId, now: NOW }));

    expect(await enter(db, stranger, email, sent)).toEqual({ type: "code-expired" });
    expect(await userOf(db, stranger)).toBeUndefined();
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
