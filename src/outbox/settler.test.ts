import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { createClock } from "../clock.ts";
import type { Settlement } from "../database/deliveries.ts";
import { insertMessages, PRIORITY } from "../database/outbox.ts";
import { newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { createSettler } from "./settler.ts";

const log = pino({ level: "silent" });
const clock = createClock();
const token = randomUUID();

function sent(id: OutboxId, changes: Partial<Settlement> = {}): Settlement {
  return {
    id,
    token,
    status: "sent",
    reason: undefined,
    unspent: false,
    reroute: undefined,
    providerMessageId: "1",
    dueAt: undefined,
    blocks: false,
    farewell: false,
    ...changes,
  };
}

describeBoth("the settler", (open) => {
  let ids: OutboxId[];
  beforeEach(async () => {
    const { db } = open();
    const text: Intent = { text: "help", params: {}, locale: "en", choices: [] };
    const message = { to: { mailTo: "a@club.example" }, kind: "notice", intent: text, priority: PRIORITY.notice };
    await db.transaction().execute((trx) =>
      insertMessages(
        trx,
        ["a", "b", "c"].map((dedupeKey) => ({ ...message, dedupeKey, now: clock.now() })),
      ),
    );
    await db.updateTable("outbox").set({ leaseToken: token }).execute();
    ids = (await db.selectFrom("outbox").select("id").orderBy("id").execute()).map(({ id }) => id);
  });
  afterEach(async () => {
    await open().db.deleteFrom("outbox").execute();
  });

  const statuses = async () =>
    (await open().db.selectFrom("outbox").select("status").orderBy("id").execute()).map(({ status }) => status);

  test("writes all it is given, and says so", async () => {
    let told = 0;
    const settler = createSettler({ db: open().db, clock, log, onSettled: () => told++ });
    for (const id of ids) settler.settle(sent(id));
    await settler.idle();
    expect(await statuses()).toEqual(["sent", "sent", "sent"]);
    expect(told).toBeGreaterThan(0);
  });

  test("what nobody waits for is written together, by itself or when it is asked for", async () => {
    const batches: number[] = [];
    const settler = createSettler({ db: open().db, clock, log, onSettled: ({ length }) => batches.push(length) });
    const [first = newId<OutboxId>(), ...others] = ids;
    for (const id of others) settler.settleSoon(sent(id));
    await expect.poll(statuses).toEqual(["waiting", "sent", "sent"]);
    settler.settleSoon(sent(first));
    await settler.idle();
    expect(await statuses()).toEqual(["sent", "sent", "sent"]);
    expect(batches).toEqual([2, 1]);
  });

  test("goes on after a moment at which there was nothing left to write", async () => {
    const settler = createSettler({ db: open().db, clock, log, onSettled() {} });
    const [first = newId<OutboxId>(), second = newId<OutboxId>()] = ids;
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    settler.settleSoon(sent(first));
    await settler.idle();
    vi.runAllTimers();
    vi.useRealTimers();
    settler.settle(sent(second));
    await expect.poll(statuses).toEqual(["sent", "sent", "waiting"]);
  });

  test("a result that cannot be written is dropped alone", async () => {
    const settler = createSettler({ db: open().db, clock, log, onSettled() {} });
    const [first = newId<OutboxId>(), second, third] = ids;
    settler.settle(sent(first)); // on its way at once, so that the next three are one batch
    for (const id of [second, third]) {
      settler.settle(sent(newId(), { providerMessageId: "not \0 storable" }));
      if (id) settler.settle(sent(id));
    }
    await settler.idle();
    expect(await statuses()).toEqual(["sent", "sent", "sent"]);
  });

  test("whoever holds the lease no more changes nothing", async () => {
    const settler = createSettler({ db: open().db, clock, log, onSettled() {} });
    for (const id of ids) settler.settle(sent(id, { token: randomUUID() }));
    await settler.idle();
    expect(await statuses()).toEqual(["waiting", "waiting", "waiting"]);
  });
});
