import { monitorEventLoopDelay } from "node:perf_hooks";
import { sql } from "kysely";
import { pino } from "pino";
import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act } from "../../test/linking.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { createClock } from "../clock.ts";
import { readConfig } from "../config.ts";
import { inTransaction } from "../database/faults.ts";
import type { EventId, UserId } from "../ids.ts";
import type { Actor, Locale } from "../messages.ts";
import { forget } from "../services/forgetting.ts";
import { mergeUsers } from "../services/merging.ts";
import { addPerson } from "../services/person-desk.ts";
import { giveRole, removeMember } from "../services/staff.ts";
import { makePeopleFile } from "./people-file.ts";

describeBoth("the list of people as a file", (open) => {
  let event: EventId;
  let owner: Actor & { userId: UserId };

  beforeEach(async () => {
    const { db } = open();
    await db.deleteFrom("staff").execute();
    event = (await newEvent(db, { title: "Choir" })).id;
    owner = await newMember("owner");
  });

  async function newMember(role: "owner" | "organiser" | "door"): Promise<Actor & { userId: UserId }> {
    const actor = await newActor(open().db);
    const userId = await inTransaction(open().db, (trx) =>
      giveRole(trx, { actor, role, invitedBy: undefined, now: NOW }),
    );
    return { ...actor, userId };
  }
  async function make(by = owner.userId, locale: Locale = "en") {
    const { db } = open();
    const ground = {
      config: readConfig({ SANDBOX: "1" }),
      database: { rest: db } as never,
      clock: { ...createClock(), now: () => NOW },
      log: pino({ level: "silent" }),
    };
    const file = await makePeopleFile(ground, { type: "people", event, by }, locale);
    return file && { name: file.name, mime: file.mime, text: new TextDecoder().decode(file.bytes) };
  }
  const lines = (text = "") => text.split("\r\n").slice(1, -1);
  const names = async () => lines((await make())?.text).map((line) => line.split(",")[0]);

  test("names everybody who has or had a place, in the order in which they came", async () => {
    const { db } = open();
    for (const name of ["Анна", "Max"]) await join(db, await newPerson(db, { name }), event);
    await inTransaction(db, (trx) =>
      addPerson(trx, {
        eventId: event,
        name: "Ada",
        queue: false,
        userId: owner.userId,
        platform: "telegram",
        now: NOW,
      }),
    );
    const file = await make();
    expect(file).toMatchObject({ name: "choir.csv", mime: "text/csv" });
    expect(await names()).toEqual(["Max Weber", "Max Weber", "Ada"]);
    expect(lines(file?.text)[2]).toMatch(
      /^Ada,,has a seat,,an organiser,2026-12-01T13:00:00\+03:00,,,[A-Z2-9]{4}-[A-Z2-9]{4},was added without a chat$/,
    );
    expect((await make(owner.userId, "ru"))?.text).toContain("Имя;Почта;");
  });

  test("is not made for somebody whose role was taken since they asked, nor for door help", async () => {
    await join(open().db, await newPerson(open().db), event);
    const organiser = await newMember("organiser");
    expect((await make(organiser.userId))?.text).toContain("Max Weber");
    await act(open().db, owner, (trx, actor) => removeMember(trx, { actor, member: organiser.userId, now: NOW }));
    expect(await make(organiser.userId)).toBeUndefined();
    expect(await make((await newMember("door")).userId)).toBeUndefined();
    expect(await make((await newPerson(open().db)).userId)).toBeUndefined();
  });

  test("is made for somebody who turned out to be one person with another since", async () => {
    const other = await newPerson(open().db);
    await act(open().db, other, (trx, actor) =>
      mergeUsers(trx, { chatId: actor.chatId, other: { chatId: owner.chatId }, now: NOW }),
    );
    expect(await make()).toBeDefined();
  });

  test("has one line for somebody who signed up twice, and none of the words of somebody forgotten", async () => {
    const { db } = open();
    const [one, two] = [await newPerson(db), await newPerson(db, { platform: "whatsapp" })];
    await join(db, one, event);
    await join(db, two, event);
    expect(await names()).toHaveLength(2);
    await act(db, two, (trx, actor) =>
      mergeUsers(trx, { chatId: actor.chatId, other: { chatId: one.chatId }, now: NOW }),
    );
    expect(await names()).toEqual(["Max Weber"]);
    await act(db, one, (trx, actor) =>
      forget(trx, { actor, updateNumber: undefined, sentAt: NOW, hash: () => Buffer.from(""), now: NOW }),
    );
    expect(lines((await make())?.text)).toEqual([
      expect.stringMatching(/^,,has no place any more,,\w+,[^,]+,,,,had everything deleted$/),
    ]);
  });

  test("20,000 lines are made while others get their turn, within some memory", { timeout: 120_000 }, async () => {
    const { db } = open();
    await sql`
      with person as (
        insert into users (id, name, email, created_at, updated_at)
        select gen_random_uuid(), 'Анна Петрова ' || n, 'anna' || n || '@club.example', ${NOW}, ${NOW}
        from generate_series(1, 20000) n returning id
      ), chat as (
        insert into chats (id, platform, telegram_id, user_id, last_inbound_at, current_state, state_data, state_schema, version, created_at, updated_at)
        select gen_random_uuid(), 'telegram', 5000000 + row_number() over (), id, ${NOW}, 'START', '{}', 1, 1, ${NOW}, ${NOW} from person
      )
      insert into event_registrations (id, user_id, event_id, registered_via, status, queue_no, ticket_code, created_at, updated_at)
      select gen_random_uuid(), id, ${event}, 'telegram', case when n % 2 = 0 then 'confirmed' else 'waitlisted' end,
        case when n % 2 = 0 then null else n end, null, ${NOW}, ${NOW}
      from (select id, row_number() over () as n from person) p`.execute(db);
    await sql`analyze event_registrations, users, chats`.execute(db);
    global.gc?.();
    const before = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const began = performance.now();
    const file = await make();
    const took = performance.now() - began;
    delay.disable();
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    expect({ pause: delay.max / 1e6 < 2_000, memory: grown < 200, took: took < 60_000 }).toEqual({
      pause: true, // 40 ms on a quiet machine
      memory: true,
      took: true,
    });
    expect(lines(file?.text)).toHaveLength(20_000);
  });
});
