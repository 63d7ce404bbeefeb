import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dropForgottenAddresses } from "../src/database/deliveries.ts";
import type { Actor } from "../src/sandbox/cast.ts";
import { postToTelegram, postToWhatsapp, telegramText, whatsappText } from "./raw-updates.ts";
import { emptyRedisUrl } from "./redis-url.ts";
import { signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

describe.each(["with Redis", "without Redis"])("an update from before /forget, %s", (how) => {
  let world: StoredWorld;
  let slug: string;
  beforeAll(async () => {
    const redis = how === "with Redis" ? { redisUrl: await emptyRedisUrl() } : {};
    world = await openWorldOnPostgres(redis);
    ({ slug } = await world.publish({ title: "Left behind" }));
  });
  afterAll(() => world?.stop());

  async function forgets(phone: Actor["telegram"] | Actor["whatsapp"]): Promise<void> {
    await phone.asks("/forget", /cannot be undone/);
    await phone.taps("Yes, delete it all");
    await phone.hears(/Deleted/);
    await world.app.processAll();
  }

  /** Nothing was said, and nothing is known of the chat but that it was. */
  async function expectNothing({ telegram, whatsapp }: Actor, said: { telegram: number; whatsapp: number }) {
    await world.app.processAll();
    expect({ telegram: telegram.messages.length, whatsapp: whatsapp.messages.length }).toEqual(said);
  }
  const count = ({ telegram, whatsapp }: Actor) => ({
    telegram: telegram.messages.length,
    whatsapp: whatsapp.messages.length,
  });

  test("does nothing on WhatsApp, by its timestamp, also once the person has begun anew", async () => {
    const actor = world.sandbox.newPerson();
    const at = world.clock.now();
    await signUpInWhatsapp(actor.whatsapp, { slug, email: "none" });
    world.clock.moveForward(60_000);
    await forgets(actor.whatsapp);
    const said = count(actor);
    const old = () => whatsappText(world, actor.person, { text: `I would like to come: ${slug}`, at });

    expect((await postToWhatsapp(world, old())).status).toBe(200);
    await expectNothing(actor, said);

    world.clock.moveForward(60_000);
    await actor.whatsapp.asks("Hello", /Left behind/);
    const anew = count(actor);
    for (let times = 0; times < 2; times++) expect((await postToWhatsapp(world, old())).status).toBe(200);
    await expectNothing(actor, anew);
    expect((await actor.whatsapp.asks("my")).text).toMatch(/not signed up for anything/);
  });

  test("is answered if it was written in the very second of the farewell, and the farewell itself comes again in vain", async () => {
    const actor = world.sandbox.newPerson();
    await signUpInWhatsapp(actor.whatsapp, { slug, email: "none" });
    await forgets(actor.whatsapp);
    const { forgottenAt } = await world.database.db
      .selectFrom("chats")
      .select("forgottenAt")
      .where("forgottenAt", "is not", null)
      .orderBy("forgottenAt", "desc")
      .executeTakeFirstOrThrow();
    const at = forgottenAt as Date;
    const said = count(actor);
    const { whatsapp: courier } = world.sandbox.webhooks;
    for (const body of [...courier.history()].slice(-9)) expect(await courier.deliverAgain(body)).toBe(200);
    await expectNothing(actor, said);

    const later = whatsappText(world, actor.person, { text: `I would like to come: ${slug}`, at });
    for (let times = 0; times < 2; times++) expect((await postToWhatsapp(world, later)).status).toBe(200);

    expect((await actor.whatsapp.hears()).text).toMatch(/Left behind/);
    await world.app.processAll();
    await dropForgottenAddresses(world.database.db); // as each hour, and after each farewell
    await actor.whatsapp.taps("Sign me up");
    expect((await actor.whatsapp.hears()).text).toMatch(/name/);
    const chats = await world.database.db
      .selectFrom("chats")
      .select("id")
      .where("whatsappPhone", "=", actor.person.whatsapp.phone ?? "")
      .execute();
    expect(chats).toHaveLength(1);
  });

  test("does nothing on Telegram, by its number, also once the person has begun anew", async () => {
    const actor = world.sandbox.newPerson();
    const ids = [world.sandbox.world.nextUpdateId(), world.sandbox.world.nextUpdateId()];
    await signUpInTelegram(actor.telegram, { slug, email: "none" });
    await forgets(actor.telegram);
    const said = count(actor);
    // With a moment of now: on Telegram the number decides.
    const old = (updateId = 0) =>
      telegramText(actor.person, { text: `/start e_${slug}`, at: world.clock.now(), updateId });

    expect((await postToTelegram(world, old(ids[0]))).status).toBe(200);
    await expectNothing(actor, said);

    await actor.telegram.asks("/start", /Left behind/);
    const anew = count(actor);
    expect((await postToTelegram(world, old(ids[1]))).status).toBe(200);
    await expectNothing(actor, anew);
  });

  test("does nothing in the other chat of a person who was forgotten in one", async () => {
    const actor = world.sandbox.newPerson();
    const at = world.clock.now();
    await signUpInTelegram(actor.telegram, { slug, email: "none" });
    const { text } = await actor.telegram.asks("/link");
    await actor.whatsapp.asks(`LINK ${/\d{6}/.exec(text)?.[0]}`, /Connect this/);
    await actor.whatsapp.taps("Connect");
    await actor.telegram.hears(/Connected/);
    world.clock.moveForward(60_000);
    await forgets(actor.telegram);
    const said = count(actor);

    const old = whatsappText(world, actor.person, { text: "my", at });
    expect((await postToWhatsapp(world, old)).status).toBe(200);

    await expectNothing(actor, said);
    world.clock.moveForward(2_000); // WhatsApp tells whole seconds
    await actor.whatsapp.asks("my", /not signed up for anything/);
  });

  test("does nothing for someone who hides the number", async () => {
    const actor = world.sandbox.newPerson("Hidden", {
      whatsapp: { profileName: "Hidden", userId: `US.77${how.length}` },
    });
    const at = world.clock.now();
    await signUpInWhatsapp(actor.whatsapp, { slug, email: "none" });
    world.clock.moveForward(60_000);
    await forgets(actor.whatsapp);
    const said = count(actor);

    expect((await postToWhatsapp(world, whatsappText(world, actor.person, { text: "my", at }))).status).toBe(200);

    await expectNothing(actor, said);
  });
});
