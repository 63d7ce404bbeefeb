import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, describe, expect, inject, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { OperatorError } from "../errors.ts";
import { type ChatId, type EventId, newId, type RegistrationId, type UserId } from "../ids.ts";
import { openDatabase } from "./connection.ts";
import { FolderInUse } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";

const now = new Date("2026-03-01T10:20:30.456Z");
const moments = { createdAt: now, updatedAt: now };

describeBoth("what the database gives back", (open) => {
  test("a bigint is a number, alone, counted and in an array", async () => {
    const { rows } = await sql`select 7000000000::bigint as big, count(*) as many,
      array[1, 7000000000]::bigint[] as list from events`.execute(open().db);

    expect(rows).toEqual([{ big: 7_000_000_000, many: 0, list: [1, 7_000_000_000] }]);
  });

  test("a moment is the same Date to the millisecond", async () => {
    const { rows } = await sql`select ${now}::timestamptz as at, ${now}::timestamptz
      = '2026-03-01 13:20:30.456+03' as same, null::timestamptz as never`.execute(open().db);

    expect(rows).toEqual([{ at: now, same: true, never: null }]);
  });

  test("bytes are a Buffer", async () => {
    const bytes = Buffer.from([0, 1, 92, 255]);
    const { rows } = await sql<{ bytes: unknown }>`select ${bytes}::bytea as bytes`.execute(open().db);

    expect(Buffer.isBuffer(rows[0]?.bytes)).toBe(true);
    expect(rows).toEqual([{ bytes }]);
  });

  test("lists of texts and of ids go in and come out", async () => {
    const ids = [newId<UserId>(), newId<UserId>()];
    const words = ["a", 'b"c', "д,е"];
    const { rows } = await sql`select ${words}::text[] as words, ${ids}::uuid[] as ids`.execute(open().db);

    expect(rows).toEqual([{ words, ids }]);
  });

  test("jsonb keeps the case of its own keys, also of those named like columns", async () => {
    const { db } = open();
    const state = { eventId: "x", event_id: "y", nested: [{ some_key: 1, someKey: "д" }], "4_2": null };
    const chat = { id: newId<ChatId>(), platform: "telegram", telegramId: 7_000_000_000, version: 3 } as const;
    await db
      .insertInto("chats")
      .values({ ...chat, currentState: "start", stateData: JSON.stringify(state), stateSchema: 1, ...moments })
      .execute();

    const row = await db.selectFrom("chats").selectAll().executeTakeFirstOrThrow();

    expect(row).toMatchObject({ ...chat, ...moments, stateData: state, userId: null });
  });

  test("a column with digits in its name is found under its camelCase name", async () => {
    const { db } = open();
    const eventId = newId<EventId>();
    const userId = newId<UserId>();
    await db
      .insertInto("users")
      .values({ id: userId, ...moments })
      .execute();
    await db
      .insertInto("events")
      .values({ ...event(), id: eventId })
      .execute();
    const registration = {
      id: newId<RegistrationId>(),
      userId,
      eventId,
      registeredVia: "web",
      status: "confirmed",
    } as const;
    await db
      .insertInto("eventRegistrations")
      .values({ ...registration, checkedInAt: now, ...moments })
      .execute();

    const row = await db.selectFrom("eventRegistrations").selectAll().executeTakeFirstOrThrow();

    expect(row).toMatchObject({ checkedInAt: now, confirmedAt: null, seats: 1, autoTake: true });
  });

  test("how many rows were changed is known", async () => {
    const { db } = open();
    const row = { platform: 1, updateKey: Buffer.from("k"), receivedAt: now };
    const insert = () =>
      db
        .insertInto("inbox")
        .values(row)
        .onConflict((c) => c.doNothing())
        .executeTakeFirst();

    expect((await insert()).numInsertedOrUpdatedRows).toBe(1n);
    expect((await insert()).numInsertedOrUpdatedRows).toBe(0n);
    expect((await db.deleteFrom("inbox").executeTakeFirst()).numDeletedRows).toBe(1n);
  });

  test("work that throws leaves nothing behind", async () => {
    const { db } = open();
    const work = db.transaction().execute(async (trx) => {
      await trx.insertInto("settings").values({ key: "k", value: "1", updatedAt: now }).execute();
      throw new Error("no");
    });

    await expect(work).rejects.toThrow("no");
    expect(await db.selectFrom("settings").selectAll().execute()).toEqual([]);
  });

  test("a query beside a transaction stays out of it", async () => {
    const { db } = open();
    const trx = await db.startTransaction().execute();
    await trx.insertInto("settings").values({ key: "k", value: "1", updatedAt: now }).execute();
    const beside = db.selectFrom("settings").selectAll().execute();
    await trx.rollback().execute();

    expect(await beside).toEqual([]);
  });
});

function event() {
  return {
    slug: "choir",
    title: "Choir",
    dateTime: now,
    timeZone: "UTC",
    location: "Hall",
    status: "published",
    ...moments,
  } as const;
}

describe("a folder", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));
  const newFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), "doorlist-connection-"));
    folders.push(folder);
    return join(folder, "not", "yet", "there");
  };

  test("keeps its data from one start to the next", async () => {
    const dataDir = await newFolder();
    const first = await openDatabase({ databaseUrl: undefined, dataDir });
    await migrate(first.db);
    await first.db
      .insertInto("events")
      .values({ ...event(), id: newId<EventId>() })
      .execute();
    await first.close();

    const second = await openDatabase({ databaseUrl: undefined, dataDir });
    const events = await second.db.selectFrom("events").select("slug").execute();
    await second.close();

    expect(events).toEqual([{ slug: "choir" }]);
  });

  test("that cannot be made is a matter for the operator", async () => {
    const dataDir = join(import.meta.filename, "below a file");

    await expect(openDatabase({ databaseUrl: undefined, dataDir })).rejects.toThrow(OperatorError);
  });

  test.runIf(process.platform === "linux")("where no folder can be made is refused, and not waited for", async () => {
    for (const dataDir of ["/proc/doorlist", "/proc/doorlist/data"]) {
      await expect(openDatabase({ databaseUrl: undefined, dataDir })).rejects.toThrow(/^DATA_DIR: .* cannot be made/);
    }
  });

  test("several folders deep is made, also by two at once", async () => {
    const dataDir = join(await newFolder(), "a", "b");
    const tried = await Promise.allSettled([1, 2].map(() => openDatabase({ databaseUrl: undefined, dataDir })));

    const refused = tried.filter((each) => each.status === "rejected").map((each) => each.reason);
    expect(refused).toEqual([expect.any(FolderInUse)]);
    for (const each of tried) if (each.status === "fulfilled") await each.value.close();
  });

  test("opened a second time is refused in plain words, and the first goes on", async () => {
    const dataDir = await newFolder();
    const first = await openDatabase({ databaseUrl: undefined, dataDir });

    await expect(openDatabase({ databaseUrl: undefined, dataDir })).rejects.toThrow(/in use by another Doorlist/);

    await migrate(first.db);
    await first.close();
  });
});

test("a server that is away does not stop us from starting, and the first query says so within seconds", async () => {
  const away = await openDatabase({ databaseUrl: "postgres://nobody@127.0.0.1:1/none", dataDir: "" });

  await expect(away.db.selectFrom("events").selectAll().execute()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await away.close();
});

test("no pool starves another", async () => {
  const database = await openDatabase({ databaseUrl: inject("postgresUrl"), dataDir: "", poolSize: 1 });
  const holder = await database.dialogue.startTransaction().execute();
  const other = sql`select 1 as one`;

  expect((await other.execute(database.dispatcher)).rows).toEqual([{ one: 1 }]);
  expect((await other.execute(database.rest)).rows).toEqual([{ one: 1 }]);

  await holder.rollback().execute();
  await database.close();
});
