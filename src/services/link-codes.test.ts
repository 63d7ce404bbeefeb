import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act, askAbout, enter, minutesLater, newEmail, newHolder, prove, userOf } from "../../test/linking.ts";
import { NOW, newActor, newChatOf, newPerson } from "../../test/people.ts";
import type { LinkCodeId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import { acceptLink, makeLinkCode, notMe, redeemLinkCode, refuseLink } from "./linking.ts";

describeBoth("a code to be written from the other messenger", (open) => {
  const make = (actor: Actor, now = NOW) => act(open().db, actor, (trx, a) => makeLinkCode(trx, { actor: a, now }));
  const redeem = (actor: Actor, code: string, now = NOW) =>
    act(open().db, actor, (trx, a) => redeemLinkCode(trx, { actor: a, code, now }));
  const accept = (actor: Actor, linkCodeId: LinkCodeId, now = NOW) =>
    act(open().db, actor, (trx, a) => acceptLink(trx, { actor: a, linkCodeId, now }));
  const refuse = (actor: Actor, linkCodeId: LinkCodeId) =>
    act(open().db, actor, (trx, a) => refuseLink(trx, { actor: a, linkCodeId, now: NOW }));
  const asked = async (actor: Actor, code: string, now = NOW) => {
    const outcome = await redeem(actor, code, now);
    if (outcome.type !== "link-asked") throw new Error(outcome.type);
    return outcome;
  };

  test("shows which chat asks, with the name masked, and links once it is accepted", async () => {
    const { db } = open();
    const max = await newPerson(db);
    const whatsapp = await newActor(db, { platform: "whatsapp" });
    const { code, other } = await make(max);
    expect({ code, other }).toEqual({ code: expect.stringMatching(/^\d{6}$/), other: ["whatsapp"] });

    const question = await redeem(whatsapp, code);

    expect(question).toMatchObject({ type: "link-asked", platform: "telegram", name: "M•• W••" });
    const { linkCodeId } = await asked(whatsapp, code);
    expect(await accept(whatsapp, linkCodeId)).toMatchObject({ type: "linked", other: "telegram" });
    expect(await userOf(db, whatsapp)).toBe(max.userId);
  });

  test("links two chats of someone who has registered for nothing yet", async () => {
    const { db } = open();
    const [here, there] = [await newActor(db), await newActor(db, { platform: "whatsapp" })];
    const { code } = await make(here);
    const { linkCodeId, name } = await asked(there, code);

    await accept(there, linkCodeId);

    expect(name).toBe("");
    expect(await userOf(db, here)).toEqual(expect.any(String));
    expect(await userOf(db, here)).toBe(await userOf(db, there));
  });

  test("is unknown in its own chat, to its own person, and after ten minutes", async () => {
    const { db } = open();
    const max = await newPerson(db);
    const elsewhere = await newChatOf(db, max, { platform: "whatsapp" });
    const { code } = await make(max);

    expect(await redeem(max, code)).toEqual({ type: "link-unknown" });
    expect(await redeem(elsewhere, code)).toEqual({ type: "link-unknown" });
    expect(await redeem(await newActor(db), code, minutesLater(10))).toEqual({ type: "link-unknown" });
  });

  test("works once, for the chat that wrote it first", async () => {
    const { db } = open();
    const max = await newPerson(db);
    const [anna, thief] = [await newPerson(db, { name: "Anna" }), await newPerson(db)];
    const { code } = await make(max);
    const { linkCodeId } = await asked(anna, code);

    expect(await redeem(thief, code)).toEqual({ type: "link-unknown" });
    expect(await accept(thief, linkCodeId)).toEqual({ type: "link-unknown" });
    expect(await refuse(thief, linkCodeId)).toEqual({ type: "link-unknown" });
    expect(await accept(anna, linkCodeId, minutesLater(10))).toEqual({ type: "link-unknown" });
    expect(await accept(anna, linkCodeId)).toMatchObject({ type: "linked" });
    expect(await accept(anna, linkCodeId)).toEqual({ type: "link-unknown" });
    expect(await redeem(thief, code)).toEqual({ type: "link-unknown" });
    expect(await userOf(db, thief)).toBe(thief.userId);
  });

  test("is over once it is refused, or a newer one was asked for", async () => {
    const { db } = open();
    const max = await newPerson(db);
    const anna = await newActor(db);
    const refused = await make(max);
    const { linkCodeId } = await asked(anna, refused.code);
    expect(await refuse(anna, linkCodeId)).toEqual({ type: "link-refused" });
    expect(await accept(anna, linkCodeId)).toEqual({ type: "link-unknown" });
    expect(await redeem(anna, refused.code)).toEqual({ type: "link-unknown" });

    const former = await make(max);
    const latter = await make(max);
    expect(await redeem(anna, former.code)).toEqual({ type: "link-unknown" });
    expect(await redeem(anna, latter.code)).toMatchObject({ type: "link-asked" });
  });

  test("cannot be guessed: after five wrong ones a chat waits an hour, whatever it writes", async () => {
    const { db } = open();
    const { code } = await make(await newPerson(db));
    const guesser = await newActor(db);
    for (let n = 0; n < 5; n++) expect(await redeem(guesser, "none")).toEqual({ type: "link-unknown" });

    expect(await redeem(guesser, code)).toEqual({ type: "link-limited" });
    expect(await redeem(guesser, "none", minutesLater(59))).toEqual({ type: "link-limited" });
    expect(await redeem(guesser, "none", minutesLater(61))).toEqual({ type: "link-unknown" });
    expect(await redeem(await newActor(db), code)).toMatchObject({ type: "link-asked" });
  });

  test("is asked for on the messenger where the address is known", async () => {
    const { db } = open();
    const email = newEmail();
    await newHolder(db, { email });
    const asker = await newActor(db);
    await prove(db, asker, email);

    expect((await make(asker)).other).toEqual(["telegram"]);
  });

  test("proves the address that was asked about, too", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger } = await askAbout(db, holder, email);
    const { code } = await make(stranger);
    const { linkCodeId } = await asked(holder, code);
    await accept(holder, linkCodeId);

    expect(await enter(db, stranger, email, { code: "any" })).toMatchObject({ type: "email-proved" });
  });
});

describeBoth("Not me", (open) => {
  const refuse = (actor: Actor, linkCodeId: LinkCodeId | undefined) =>
    act(open().db, actor, (trx, a) => notMe(trx, { actor: a, linkCodeId: linkCodeId ?? ("" as LinkCodeId), now: NOW }));

  test("ends the request for good, and the same chat asks no more about that address today", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);

    expect(await refuse(holder, sent.id)).toEqual({ type: "link-refused" });
    expect(await enter(db, stranger, email, sent)).toEqual({ type: "code-expired" });
    expect(await prove(db, stranger, email, { now: minutesLater(90) })).toEqual({ type: "too-many-addresses" });
    expect(await prove(db, stranger, email, { now: minutesLater(24 * 60) })).toMatchObject({ type: "code-sent" });
  });

  test("is said by a chat that the code went to, and by no other", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);

    expect(await refuse(stranger, sent.id)).toEqual({ type: "link-unknown" });
    expect(await refuse(await newActor(db), sent.id)).toEqual({ type: "link-unknown" });
    expect(await enter(db, stranger, email, sent)).toMatchObject({ type: "linked" });
  });

  test("undoes what was done with the code all the same", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    const { stranger, sent } = await askAbout(db, holder, email);
    await enter(db, stranger, email, sent);

    expect(await refuse(holder, sent.id)).toEqual({ type: "merge-undone" });
    expect(await userOf(db, stranger)).toBeUndefined();
  });

  test("takes back the codes that still wait to be sent", async () => {
    const { db } = open();
    const email = newEmail();
    const [holder, elsewhere] = [await newHolder(db, { email }), await newHolder(db, { email })];
    const { sent } = await askAbout(db, holder, email);
    await refuse(holder, sent.id);

    const rows = await db.selectFrom("outbox").select(["status"]).where("chatId", "=", elsewhere.chatId).execute();
    expect(rows).toEqual([{ status: "skipped" }]);
  });
});
