import { afterEach, beforeEach, expect, test } from "vitest";
import { type AppProcess, openProcessWorld, type ProcessWorld } from "./app-process.ts";
import { type Guest, invite, step } from "./crowd.ts";
import { openTestDatabase, type TestPostgres } from "./database.ts";
import { type Held, hold } from "./held-rows.ts";
import { execute } from "./postgres-server.ts";

const CONFIRMING = 4;

let database: TestPostgres;
let world: ProcessWorld;
let app: AppProcess;
let guests: Guest[];

beforeEach(async () => {
  database = await openTestDatabase("postgres");
  world = await openProcessWorld({ databaseUrl: database.url });
  app = world.apps[0] ?? app;
  // An event each, or one would wait for the other.
  const [choir, chess] = [await publish("Choir"), await publish("Chess")];
  guests = [invite(world, choir, "telegram"), invite(world, chess, "whatsapp")];
  for (let n = 0; n < CONFIRMING; n++) await step(guests, n);
  await settled();
});
afterEach(async () => {
  await world.stop();
  await database.close();
});

async function publish(title: string): Promise<string> {
  const startsAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
  return (await app.publish({ title, startsAt, timeZone: "UTC", location: "Library hall" })).slug;
}

const open = () => database.db.selectFrom("outbox").select("id").where("status", "=", "waiting").execute();
const settled = () => expect.poll(open, { timeout: 20_000 }).toEqual([]);

/** The minute after which what a dead process had in hand is taken for an unknown outcome. */
async function letLeasesEnd(): Promise<void> {
  await database.db
    .updateTable("outbox")
    .set({ leasedUntil: new Date(0) })
    .where("status", "=", "waiting")
    .execute();
}

/** Each in a transaction of its own, that waits: what comes at once would share one. */
async function confirmApart(held: Held): Promise<{ confirmed: Promise<unknown> }> {
  const confirming: (Promise<unknown> | undefined)[] = [];
  for (const { steps } of guests) {
    confirming.push(steps[CONFIRMING]?.());
    await held.awaited(confirming.length);
  }
  return { confirmed: Promise.all(confirming) };
}

/** How often each of them was given the ticket. */
const tickets = () => guests.map((guest) => guest.transcript().filter((text) => /You are in/.test(text)).length);

async function expectOneRegistrationEach(): Promise<void> {
  const rows = await database.db.selectFrom("eventRegistrations").select("status").execute();
  expect(rows).toEqual(guests.map(() => ({ status: "confirmed" })));
  const changes = await database.db.selectFrom("registrationChanges").select("toStatus").execute();
  expect(changes).toEqual(guests.map(() => ({ toStatus: "confirmed" })));
}

/** What was brought last is brought once more, as platforms do now and then. */
async function expectNothingNewFromRedelivery(): Promise<void> {
  const before = guests.map((guest) => guest.transcript());
  const { telegram, whatsapp } = world.sandbox.webhooks;
  expect([await telegram.deliverAgain(), await whatsapp.deliverAgain()]).toEqual([200, 200]);
  await settled();
  expect(guests.map((guest) => guest.transcript())).toEqual(before);
  await expectOneRegistrationEach();
}

test("killed before the commit: nothing has happened, and the redelivery confirms", async () => {
  const held = await hold(database.url, "lock table registration_changes in access exclusive mode");
  const { confirmed } = await confirmApart(held);
  await app.kill();
  await held.release();
  expect(await database.db.selectFrom("eventRegistrations").select("id").execute()).toEqual([]);

  await app.start();
  await confirmed;
  expect(tickets()).toEqual([1, 1]);
  await expectNothingNewFromRedelivery();
});

test("killed after the commit and before the 200: the reply comes all the same, once", async () => {
  const held = await hold(database.url, await makeCommitsWait());
  const { confirmed } = await confirmApart(held);
  await app.kill();
  await held.release(); // the server commits, though nobody hears of it
  await expect.poll(() => database.db.selectFrom("eventRegistrations").select("id").execute()).toHaveLength(2);
  expect(tickets()).toEqual([0, 0]);

  await app.start();
  await letLeasesEnd();
  await confirmed;
  await settled();
  expect(tickets()).toEqual([1, 1]);
  await expectNothingNewFromRedelivery();
});

test("killed before the send: the reply comes all the same, once", async () => {
  world.sandbox.faults.add({ type: "hang" }, { times: 20 });
  const called = guests.map(({ platform }) => world.sandbox.faults.next({ platform }));
  const confirming = step(guests, CONFIRMING);
  await Promise.all(called);
  await app.kill();
  world.sandbox.faults.clear();
  expect(tickets()).toEqual([0, 0]);

  await app.start();
  await letLeasesEnd();
  await confirming;
  await settled();
  expect(tickets()).toEqual([1, 1]);
  await expectNothingNewFromRedelivery();
});

test("killed after the send, and before that was written down: a second copy, and no more than that", async () => {
  const arrival = Promise.withResolvers<void>();
  world.sandbox.faults.add({ type: "held", until: arrival.promise }, { times: 20, method: "sendphoto" });
  world.sandbox.faults.add({ type: "held", until: arrival.promise }, { times: 20, method: "POST messages" });
  const called = [
    world.sandbox.faults.next({ method: "sendphoto" }),
    world.sandbox.faults.next({ method: "POST messages" }),
  ];
  const confirming = step(guests, CONFIRMING);
  await Promise.all(called);
  const held = await hold(database.url, "lock table outbox in access exclusive mode");
  arrival.resolve();
  await confirming;
  await held.awaited();
  await app.kill();
  await held.release();
  expect(tickets()).toEqual([1, 1]);

  await app.start();
  await letLeasesEnd();
  await settled();
  for (const count of tickets()) expect(count).toBeLessThanOrEqual(2);
  await expectNothingNewFromRedelivery();
});

test("killed when all is said and written down: nothing is said again", async () => {
  await step(guests, CONFIRMING);
  await settled();
  await app.kill();
  await app.start();
  await letLeasesEnd();
  await expectNothingNewFromRedelivery();
  expect(tickets()).toEqual([1, 1]);
});

test("stopped while a send is slow: it is waited for and written down", async () => {
  const arrival = Promise.withResolvers<void>();
  world.sandbox.faults.add({ type: "held", until: arrival.promise }, { times: 20 });
  const called = guests.map(({ platform }) => world.sandbox.faults.next({ platform }));
  const confirming = step(guests, CONFIRMING);
  await Promise.all(called);
  const stopped = app.stop();
  arrival.resolve();

  expect(await stopped).toBe(0);
  await confirming;
  expect(await open()).toEqual([]);
  await app.start();
  await expectNothingNewFromRedelivery();
  expect(tickets()).toEqual([1, 1]);
});

/** Commits of registrations wait for a lock; gives the statement that takes it. */
async function makeCommitsWait(): Promise<string> {
  await execute(
    database.url,
    `create function wait_for_test() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(77); return null; end $$;
    create constraint trigger commits_wait after insert on event_registrations
      deferrable initially deferred for each row execute function wait_for_test()`,
  );
  return "select pg_advisory_xact_lock(77)";
}
