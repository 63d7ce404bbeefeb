import { createConfirmations } from "../../src/chats/confirmations.ts";
import { type OpenDatabase, openDatabase } from "../../src/database/connection.ts";
import { type ChatId, type EventId, toId } from "../../src/ids.ts";
import { confirmationOf } from "../../test/confirmations.ts";
import { runPgbench } from "../pgbench.ts";
import type { Run } from "../run.ts";
import { ask, doorlistStore } from "../stores.ts";

/*
 * Confirmations at the call that commits them, past messengers and dialogue, against pgbench with the same facts: everybody
 * wants one event (hot), or each another of a thousand (cold).
 */

const SUBJECTS = ["doorlist", "whole", "facts"] as const;
const CROWDS = [1, 10, 32, 256];
const CHATS = 2_000_000;
const MOST_SEEN = CHATS - 100_000;
/** How many times as far as the average the quickest connection may come. */
const MOST_UNEVEN = 20;
const EVENTS = 1_000;

interface Hall {
  url: string;
  database: OpenDatabase;
  /** People who have registered, whose chats cannot again. */
  seen: number;
  /** The same of people without a chat, whom pgbench registers where it does not write to chats. */
  seenWithout: number;
  events: number;
}

export async function opening(run: Run): Promise<void> {
  const { ground, plan, results, tell } = run;
  const url = await ground.newDatabase("opening");
  await doorlistStore.prepare(url);
  await ask(url, CHATS_THAT_CONFIRM);
  await ask(url, "vacuum analyze");
  const database = await openDatabase({ databaseUrl: url, dataDir: "" });
  const hall: Hall = { url, database, seen: 0, seenWithout: 10 * CHATS, events: 0 };
  const seconds = plan.forMs / 1000;
  for (let round = 1; round <= plan.rounds; round++) {
    for (const size of plan.quick ? [32] : CROWDS) {
      for (const scene of ["hot", "cold"] as const) {
        for (const subject of SUBJECTS) {
          const key = { part: "opening", subject, scene, size, round } as const;
          if (!run.wants(key)) continue;
          const perSecond = await rush(hall, { ...key, seconds });
          await results.add({ ...key, figures: { perSecond } });
          tell(`opening ${scene} ${size}, round ${round}: ${subject} ${perSecond.toFixed(0)}/s`);
        }
      }
    }
  }
  await hall.database.close();
}

interface Rush {
  subject: (typeof SUBJECTS)[number];
  scene: "hot" | "cold";
  size: number;
  seconds: number;
}

async function rush(hall: Hall, { subject, scene, size, seconds }: Rush): Promise<number> {
  const first = hall.events + 1;
  const count = scene === "hot" ? 1 : EVENTS;
  await addEvents(hall, count);
  if (subject === "doorlist") return rushOurs(hall, { size, seconds, eventOf: (n) => eventOf(first + (n % count)) });
  const event = `('00000000-0000-7000-9000-' || lpad(to_hex(${first} + :who % ${count}), 12, '0'))::uuid`;
  const counter = subject === "whole" ? "seen" : "seenWithout";
  const bout = { url: hall.url, connections: size, seconds, event, first: hall[counter] + 1, what: subject };
  const registrations = await runPgbench(bout);
  await catchUp(hall, registrations);
  return registrations / seconds;
}

/** Connections are not equally fast, so that the last number is higher than there are people. */
async function catchUp(hall: Hall, registrations: number): Promise<void> {
  const [last] = await ask<{ n: number }>(
    hall.url,
    "select coalesce(max(telegram_id), 0)::int as n from chats where user_id is not null",
  );
  hall.seen = Math.max(hall.seen, last?.n ?? 0);
  hall.seenWithout += registrations * MOST_UNEVEN;
  if (hall.seen > MOST_SEEN) throw new Error("there are not chats enough");
}

/** So many callers, each with the next as soon as it is answered. */
async function rushOurs(
  hall: Hall,
  { size, seconds, eventOf }: { size: number; seconds: number; eventOf: (n: number) => EventId },
): Promise<number> {
  const { commit } = createConfirmations({
    db: hall.database.dialogue,
    knownSent: () => [],
    locale: "en",
    desk: { adminChatId: undefined },
  });
  const before = hall.seen;
  const ends = performance.now() + seconds * 1000;
  const call = async () => {
    while (performance.now() < ends) {
      const n = ++hall.seen;
      const actor = { chatId: chatOf(n), userId: undefined, platform: "telegram", locale: "en" } as const;
      const confirmed = await commit(confirmationOf({ ...actor, zone: undefined, profileName: undefined }, eventOf(n)));
      if (!confirmed) throw new Error("a confirmation was left aside");
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: size }, call));
  return ((hall.seen - before) * 1000) / (performance.now() - started);
}

async function addEvents(hall: Hall, count: number): Promise<void> {
  await ask(
    hall.url,
    `insert into events (id, slug, title, date_time, time_zone, location, max_participants, status, created_at, updated_at)
     select ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'opening-' || n, 'Spring meet-up', '2027-12-12',
       'UTC', 'Library hall', 1000000, 'published', now(), now() from generate_series($1::int, $2::int) n`,
    [hall.events + 1, hall.events + count],
  );
  hall.events += count;
  await ask(hall.url, "checkpoint");
}

function eventOf(n: number): EventId {
  return toId<EventId>(`00000000-0000-7000-9000-${n.toString(16).padStart(12, "0")}`);
}

function chatOf(n: number): ChatId {
  return toId<ChatId>(`00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`);
}

const CHATS_THAT_CONFIRM = `insert into chats (id, platform, telegram_id, current_state, state_data, state_schema, version,
    created_at, updated_at)
  select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'telegram', n, 'CONFIRMING',
    '{"draft": {"title": "Spring meet-up", "name": "Anna Petrova", "email": null, "queue": true}, "offered": []}', 1, 0,
    now(), now() from generate_series(1, ${CHATS}) n`;
