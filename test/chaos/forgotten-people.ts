import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { Guest } from "./guest.ts";
import { findTraces, type Line, listGone, listLines } from "./traces.ts";

/** Whoever had all deleted left nothing but what counts need, and no place at an event that had not begun. */
export async function findRemembered(db: Kysely<Database>, guests: readonly Guest[]): Promise<string[]> {
  const lines: Line[] = [];
  for await (const line of listLines(db)) lines.push(line);
  const traces = findTraces(lines, listGone(guests));
  const { rows } = await sql<{ fault: string }>`
    select 'a person is known by ' || k.key as fault from users u, jsonb_each_text(to_jsonb(u)) k
      where u.forgotten_at is not null and k.value is not null
        and k.key not in ('id', 'merged_into', 'forgotten_at', 'created_at', 'updated_at')
    union all
    select 'a chat is still theirs' from chats c join users u on u.id = c.user_id where u.forgotten_at is not null
    union all
    select 'a ' || o.kind || ' can still be read' from outbox o join users u on u.id = o.user_id
      where u.forgotten_at is not null and o.intent ->> 'text' <> 'erased'
    union all
    select 'a ' || o.kind || ' to a chat can still be read' from outbox o join chats c on c.id = o.chat_id
      where c.forgotten_at is not null and num_nonnulls(c.telegram_id, c.whatsapp_user_id, c.whatsapp_phone) = 0
        and o.intent ->> 'text' not in ('erased', 'forgotten')
    union all
    select 'a place is still ' || r.status from event_registrations r
      join users u on u.id = r.user_id join events e on e.id = r.event_id
      where u.forgotten_at < e.date_time and r.status <> 'cancelled'`.execute(db);
  return [...traces, ...rows.map(({ fault }) => fault)];
}
