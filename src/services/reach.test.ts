import { beforeEach, expect, test } from "vitest";
import { createChance, pick as pickFrom } from "../../test/chance.ts";
import { describeBoth } from "../../test/database.ts";
import { newEvent } from "../../test/people.ts";
import { sendToEach } from "../../test/reached.ts";
import { addChat } from "../../test/scripted-channels.ts";
import { createClock, type MovableClock } from "../clock.ts";
import type { RegistrationStatus, Via } from "../database/schema.ts";
import { type EventId, newId, type RegistrationId, type UserId } from "../ids.ts";
import type { Audience, Obstacle, Platform } from "../messages.ts";
import { findReach } from "./reach.ts";

const HOUR_MS = 60 * 60_000;

describeBoth("whom a message would reach", (open) => {
  let event: EventId;
  let clock: MovableClock;

  beforeEach(async () => {
    await open().db.deleteFrom("outbox").execute();
    clock = createClock();
    event = (await newEvent(open().db)).id;
  });

  interface Someone {
    name?: string;
    status?: RegistrationStatus;
    via?: Via;
    email?: string | null;
    silenced?: boolean;
    forgotten?: boolean;
    prefers?: Platform | null;
    chats?: { platform: Platform; hoursAgo: number; blocked?: boolean }[];
  }

  async function meet({ chats = [], ...someone }: Someone): Promise<UserId> {
    const { db } = open();
    const now = clock.now();
    const { name = "Anna", status = "confirmed", via = "telegram", email = null } = someone;
    const userId = newId<UserId>();
    const moments = { createdAt: now, updatedAt: now };
    const silencedAt = someone.silenced ? now : null;
    const forgottenAt = someone.forgotten ? now : null;
    const user = { id: userId, name, email, silencedAt, forgottenAt, preferredPlatform: someone.prefers ?? null };
    await db
      .insertInto("users")
      .values({ ...user, ...moments })
      .execute();
    const place = { id: newId<RegistrationId>(), userId, eventId: event, registeredVia: via, status };
    await db
      .insertInto("eventRegistrations")
      .values({ ...place, ...moments })
      .execute();
    for (const { platform, hoursAgo, blocked } of chats) {
      const lastInboundAt = new Date(now.getTime() - hoursAgo * HOUR_MS);
      const id = await addChat(db, { userId, platform, lastInboundAt });
      if (blocked) await db.updateTable("chats").set({ blockedAt: now }).where("id", "=", id).execute();
    }
    return userId;
  }

  interface Asking {
    audience?: Audience;
    template?: boolean;
    mail?: boolean;
    platforms?: Platform[];
    dailyLimit?: number;
    named?: { limit: number; offset?: number };
  }
  const reach = ({
    audience = "all",
    template = true,
    mail = false,
    platforms = ["telegram", "whatsapp"],
    ...more
  }: Asking = {}) =>
    findReach(open().db, { eventId: event, audience, template, mail, platforms, now: clock.now(), ...more });

  test.each([
    { template: true, mail: true, platforms: ["telegram", "whatsapp"] },
    { template: false, mail: true, platforms: ["telegram", "whatsapp"] },
    { template: true, mail: false, platforms: ["telegram", "whatsapp"] },
    { template: false, mail: false, platforms: ["telegram", "whatsapp"] },
    { template: true, mail: false, platforms: ["telegram"] },
    { template: true, mail: true, platforms: ["whatsapp"] },
  ] as { template: boolean; mail: boolean; platforms: Platform[] }[])(
    "is what becomes of a message to each of them: $template $mail $platforms",
    async (means) => {
      const random = createChance(7);
      const pick = <T>(...all: T[]): T =>
        pickFrom(
          random,
          all.map((one) => [one] as const),
        )[0];
      const people: UserId[] = [];
      for (let n = 0; n < 80; n++) {
        const platforms = pick<Platform[]>(
          [],
          ["telegram"],
          ["whatsapp"],
          ["telegram", "whatsapp"],
          ["whatsapp", "whatsapp", "telegram"],
        );
        const someone: Someone = {
          email: pick("anna@club.example", null),
          silenced: random() < 0.1,
          prefers: pick<Platform | null>("telegram", "whatsapp", null),
          chats: platforms.map((platform) => ({
            platform,
            hoursAgo: pick(1, 23.7, 23.8, 30, 500) + random() / 50,
            blocked: random() < 0.3,
          })),
        };
        people.push(await meet(someone));
      }
      const told = await reach({ ...means, named: { limit: 1_000 } });
      const went = await sendToEach(open().db, people, { ...means, clock });

      const unreachable = told.unreachable.map(({ userId }) => userId);
      const unsent = people.filter((person) => /:/.test(went.get(person) ?? "nothing:"));
      expect(unreachable.toSorted()).toEqual(unsent.toSorted());
      const ways = [...went.values()];
      expect(told).toMatchObject({
        total: 80,
        unreached: unsent.length,
        byTemplate: ways.filter((way) => way === "template").length,
        free: ways.filter((way) => ["telegram", "whatsapp", "mail"].includes(way)).length,
      });
      expect(told.free).toBeGreaterThan(5);
      expect(told.unreached).toBeGreaterThan(5);
      if (means.template && means.platforms.includes("whatsapp")) expect(told.byTemplate).toBeGreaterThan(5);
    },
  );

  test("says why of everybody, as the outbox would", async () => {
    const chat = (platform: Platform, hoursAgo = 1) => ({ platform, hoursAgo });
    const off = (platform: Platform) => ({ platform, hoursAgo: 1, blocked: true });
    const cases: [Someone, Obstacle[], RegExp][] = [
      [{ silenced: true, chats: [chat("telegram")] }, ["stopped"], /said stop/],
      [{ chats: [off("telegram")] }, ["blocked-telegram"], /no chat of this person can be reached/],
      [{ chats: [off("whatsapp")] }, ["blocked-whatsapp"], /no chat of this person can be reached/],
      [{ chats: [chat("whatsapp", 30)] }, ["window-closed"], /outside the 24-hour window/],
      [
        { chats: [off("telegram"), chat("whatsapp", 30)] },
        ["blocked-telegram", "window-closed"],
        /outside the 24-hour/,
      ],
      [{}, ["no-chat"], /no chat of this person can be reached/],
      [{ via: "api" }, ["by-hand"], /no chat of this person can be reached/],
    ];
    for (const [someone, why, reason] of cases) {
      const userId = await meet(someone);
      const { unreachable } = await reach({ template: false, named: { limit: 100 } });
      expect(unreachable.find((one) => one.userId === userId)?.why).toEqual(why);
      const went = await sendToEach(open().db, [userId], {
        template: false,
        mail: false,
        platforms: ["telegram", "whatsapp"],
        clock,
      });
      expect(went.get(userId)).toMatch(reason);
    }
    const gone = await meet({ forgotten: true, chats: [chat("telegram")] });
    expect((await reach()).unreachable.find(({ userId }) => userId === gone)?.why).toEqual(["forgotten"]);
  });

  test("of those who come, of those who wait, and of nobody who gave their place up", async () => {
    const chats = [{ platform: "telegram", hoursAgo: 1 } as const];
    for (const status of ["confirmed", "confirmed", "waitlisted", "offered", "cancelled"] as const)
      await meet({ status, chats });
    expect(await reach()).toMatchObject({ total: 4, free: 4 });
    expect(await reach({ audience: "coming" })).toMatchObject({ total: 2, free: 2 });
    expect(await reach({ audience: "waiting" })).toMatchObject({ total: 2, free: 2 });
  });

  test("counts whom the account may not write to any more today, as the outbox counts them", async () => {
    const people: UserId[] = [];
    for (let n = 0; n < 5; n++) people.push(await meet({ chats: [{ platform: "whatsapp", hoursAgo: 30 }] }));
    const means = { template: true, mail: false, platforms: ["telegram", "whatsapp"] as Platform[], dailyLimit: 3 };
    expect(await reach(means)).toMatchObject({ byTemplate: 5, overLimit: 2 });
    await sendToEach(open().db, people.slice(0, 2), { ...means, clock });
    expect(await reach(means)).toMatchObject({ byTemplate: 5, overLimit: 2 });
    const went = await sendToEach(open().db, people, { ...means, clock });
    expect([...went.values()].filter((way) => way !== "template")).toHaveLength(2);
    expect(await reach()).toMatchObject({ overLimit: 0 });
  });

  test("names them in the order of their names, a page at a time", async () => {
    for (const name of ["Вера", "Anna", "Boris"]) await meet({ name });
    const names = async (limit: number, offset: number) =>
      (await reach({ named: { limit, offset } })).unreachable.map(({ name }) => name);
    expect(await names(2, 0)).toEqual(["Anna", "Boris"]);
    expect(await names(2, 2)).toEqual(["Вера"]);
    expect((await reach({ named: { limit: 1 } })).unreached).toBe(3);
  });
});
