import { readFile } from "node:fs/promises";
import { type Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import { Pool, types } from "pg";
import { createKysely } from "../src/database/connection.ts";
import { migrate } from "../src/database/migrate.ts";
import type { Database } from "../src/database/schema.ts";
import { remind } from "../src/services/reminders.ts";
import { startPostgres } from "../test/postgres-server.ts";
import { DURABLE } from "./ground.ts";

/*
 * What a look for reminders costs among 1,000 events and 1,000,000 registrations: with nothing due, with ten due, and
 * with 100,000 due. Prints the plans that Postgres made, fails if one of them reads a whole table, and tells of each look
 * the time it took and how much of that Postgres was at work. `node bench/reminders.ts`, with the programs of Postgres.
 */

const NOW = new Date("2026-12-11T15:00:00Z");
const START = hoursOff(23);
const TIMES = 3;

types.setTypeParser(types.builtins.INT8, Number);
const server = await startPostgres(DURABLE);
const awake = setInterval(() => {}, 1_000); // a child alone does not keep the process
const pool = new Pool({ connectionString: server.url, max: 2 });
const db = createKysely(new PostgresDialect({ pool }));
try {
  await migrate(db);
  await seed(db);
  await look("nothing due");
  await sql`update event_registrations set status = 'cancelled' where event_id = ${eventNamed("event-399")} and id not in (
    select id from event_registrations where event_id = ${eventNamed("event-399")} limit 10)`.execute(db);
  await sql`update events set date_time = ${hoursOff(22)}, taken_count = 10 where slug = 'event-399'`.execute(db);
  await showPlans(() => look("10 due"));
  await look("nothing due");
  await sql`update events set date_time = ${START} where slug in (
    select 'event-' || n from generate_series(401, 500) n)`.execute(db);
  for (let time = 1; time <= TIMES; time++) {
    await look("100,000 due");
    await look("nothing due");
    await forgetReminders();
  }
} finally {
  await db.destroy();
  await server.remove();
  clearInterval(awake);
}

async function look(what: string): Promise<void> {
  const before = await readWork();
  const started = performance.now();
  const { read, waiting } = await remind(db, NOW);
  const took = Math.round(performance.now() - started);
  const work = (await readWork()) - before;
  console.log(`${what}: ${took} ms (${work} ms of Postgres's processor), read ${read}, queued ${waiting}`);
}

/** As if those of the last look had not been reminded yet. */
async function forgetReminders(): Promise<void> {
  await sql`delete from outbox where starts_at = ${START}`.execute(db);
  await sql`delete from reminder_rounds where starts_at = ${START}`.execute(db);
  await sql`vacuum analyze reminder_rounds, outbox`.execute(db);
}

/** Milliseconds that the connections' processes have worked so far: what other work on the machine does not add to. */
async function readWork(): Promise<number> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where backend_type = 'client backend'`.execute(db);
  const worked = await Promise.all(rows.map(({ pid }) => readWorkOf(pid)));
  return worked.reduce((sum, each) => sum + each, 0);
}

async function readWorkOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}

/** Each of the statements with its plan, as it was when it ran. */
async function showPlans(act: () => Promise<void>): Promise<void> {
  const plans: string[] = [];
  const show = ({ message = "" }) => {
    plans.push(message);
    console.log(message);
  };
  const clients = [await pool.connect(), await pool.connect()];
  for (const client of clients) {
    client.on("notice", show);
    await client.query("load 'auto_explain'");
    await client.query("set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on");
    await client.query("set auto_explain.log_nested_statements = off; set client_min_messages = log");
  }
  for (const client of clients) client.release();
  await act();
  for (const client of clients) {
    client.off("notice", show);
    await client.query("set auto_explain.log_min_duration = -1");
  }
  const whole = plans.flatMap((plan) => plan.match(/Seq Scan on \w+/g) ?? []);
  if (plans.length === 0 || whole.length > 0) throw new Error(`a table is read as a whole: ${whole.join(", ")}`);
  console.log(`${plans.length} plans, and none reads a table as a whole`);
}

/**
 * A thousand people at each event, one event every six hours: 200 of the last 50 days, and of the next 24 hours, whose
 * people have been reminded; the rest is to come. Of 100,000 reminders that were sent the outbox still knows.
 */
async function seed(db: Kysely<Database>): Promise<void> {
  const past = hoursOff(-2_400);
  await sql`insert into users (id, name, created_at, updated_at)
    select ${idOf("n")}, 'Person ' || n, ${past}, ${past} from generate_series(1, 100000) n`.execute(db);
  await sql`insert into events (id, slug, title, date_time, time_zone, location, status, taken_count, created_at, updated_at)
    select ${idOf("n")}, 'event-' || n, 'Event ' || n, ${NOW}::timestamptz + (n - 200) * interval '6 hours',
      'Europe/Moscow', 'Library hall', 'published', 1000, ${past}, ${past} from generate_series(1, 1000) n`.execute(db);
  await sql`insert into event_registrations (id, user_id, event_id, registered_via, status, confirmed_at, created_at,
      updated_at)
    select ${idOf("row_number() over ()")}, u.id, e.id, 'telegram', 'confirmed', ${past}, ${past}, ${past}
    from (select id, row_number() over () as n from users) u
    join (select id, substr(slug, 7)::int as n from events) e on e.n % 100 = u.n % 100`.execute(db);
  await sql`insert into reminder_rounds (event_id, kind, starts_at, seen_at, is_first)
    select e.id, k.kind, e.date_time, ${hoursOff(-1)}, false
    from (select id, date_time, substr(slug, 7)::int as n from events) e
    join (values ('reminder-24h', 204), ('reminder-1h', 200)) as k (kind, last) on e.n <= k.last`.execute(db);
  await sql`insert into outbox (id, user_id, event_id, registration_id, starts_at, kind, intent, dedupe_key, due_at,
      status, sent_at, created_at)
    select ${idOf("row_number() over ()")}, r.user_id, e.id, r.id, e.date_time, 'reminder-1h', '{}',
      'reminder-1h:' || r.id || ':' || extract(epoch from e.date_time), ${past}, 'sent', ${past}, ${past}
    from event_registrations r join events e on e.id = r.event_id
    where e.date_time between ${hoursOff(-600)} and ${NOW}`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

function eventNamed(slug: string): RawBuilder<unknown> {
  return sql`(select id from events where slug = ${slug})`;
}

/** Made in their order, as the app makes ids: UUIDv7. */
function idOf(n: string): RawBuilder<unknown> {
  const moment = `lpad(to_hex(1780000000000 + ${n}), 12, '0')`;
  return sql.raw(`(${moment} || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`);
}

function hoursOff(hours: number): Date {
  return new Date(NOW.getTime() + hours * 60 * 60_000);
}
