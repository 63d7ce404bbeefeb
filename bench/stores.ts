import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PostgresDialect } from "kysely";
import { Client, Pool } from "pg";
import { createKysely } from "../src/database/connection.ts";
import { migrate } from "../src/database/migrate.ts";

/** The tables of a program, as far as the bench looks into them. */
export interface Store {
  /** Makes the tables in an empty database. */
  prepare(url: string): Promise<void>;
  /** Events "PREFIX-1" to "PREFIX-COUNT", all to come. */
  addEvents(url: string, events: NewEvents): Promise<void>;
  /** How many have a seat at one event. */
  countSeats(url: string, slug: string): Promise<number>;
}

export interface NewEvents {
  prefix: string;
  count: number;
  capacity: number;
}

export const doorlistStore: Store = {
  async prepare(url) {
    const db = createKysely(new PostgresDialect({ pool: new Pool({ connectionString: url, max: 1 }) }));
    await migrate(db);
    await db.destroy();
  },
  addEvents: (url, { prefix, count, capacity }) =>
    ask(
      url,
      `insert into events (id, slug, title, date_time, time_zone, location, status, max_participants, created_at, updated_at)
       select gen_random_uuid(), $1 || '-' || n, 'Event ' || n, now() + interval '5 days' + n * interval '1 minute',
         'Europe/Moscow', 'Library hall, Lesnaya 5', 'published', $3, now(), now() from generate_series(1, $2::int) n`,
      [prefix, count, capacity],
    ).then(() => undefined),
  countSeats: (url, slug) =>
    count(
      url,
      `select count(*)::int as n from event_registrations r join events e on e.id = r.event_id
       where e.slug = $1 and r.status = 'confirmed'`,
      slug,
    ),
};

export const peerStore: Store = {
  async prepare(url) {
    await ask(url, await readFile(join(import.meta.dirname, "peers", "schema.sql"), "utf8"));
  },
  addEvents: (url, { prefix, count, capacity }) =>
    ask(
      url,
      `insert into events (slug, title, starts_at, place, capacity)
       select $1 || '-' || n, 'Event ' || n, now() + interval '5 days' + n * interval '1 minute',
         'Library hall, Lesnaya 5', $3 from generate_series(1, $2::int) n`,
      [prefix, count, capacity],
    ).then(() => undefined),
  countSeats: (url, slug) =>
    count(
      url,
      "select count(*)::int as n from registrations r join events e on e.id = r.event_id where e.slug = $1",
      slug,
    ),
};

export const echoStore: Store = {
  async prepare() {},
  async addEvents() {},
  countSeats: async () => 0,
};

/** One statement, or several without parameters, on a connection of its own. */
export async function ask<T extends object>(url: string, text: string, values?: unknown[]): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<T>(text, values);
    return rows;
  } finally {
    await client.end();
  }
}

async function count(url: string, text: string, slug: string): Promise<number> {
  const [row] = await ask<{ n: number }>(url, text, [slug]);
  return row?.n ?? 0;
}
