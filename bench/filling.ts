import { ask } from "./stores.ts";

const EVENTS = 1_000;

/**
 * So many people, each with a chat and a registration with its history, the messages they got and the updates they sent;
 * at a thousand events, of which a tenth is to come. Ids grow with time, as the app makes them.
 */
export async function fill(url: string, size: number): Promise<void> {
  await ask(url, [UNCHECKED, ...toStatements(size)].join(";\n"));
  await ask(url, "vacuum analyze");
}

/** What refers to what is right by the way it is made; to check each row would take longer than to insert it. */
const UNCHECKED = "set session_replication_role = replica";

function toStatements(size: number): string[] {
  const past = "now() - interval '40 days'";
  return [
    `insert into events (id, slug, title, date_time, time_zone, location, status, taken_count, created_at, updated_at)
     select ${idOf("n")}, 'filled-' || n, 'Event ' || n, now() + (n - ${EVENTS * 0.9}) * interval '1 hour',
       'Europe/Moscow', 'Library hall', 'published', ${size} / ${EVENTS}, ${past}, ${past}
     from generate_series(1, ${EVENTS}) n`,
    `insert into users (id, name, email, locale, consent_at, consent_version, created_at, updated_at)
     select ${idOf("n")}, 'Person ' || n, 'filled-' || n || '@club.example', 'en', ${past}, 1, ${past}, ${past}
     from generate_series(1, ${size}) n`,
    `insert into chats (id, platform, telegram_id, user_id, current_state, state_data, state_schema, version, last_inbound_at,
       created_at, updated_at)
     select ${idOf("n")}, 'telegram', 100000000 + row_number() over (), id, 'REGISTERED', '{}', 1, 5, ${past}, ${past}, ${past}
     from (select id, row_number() over () as n from users) u`,
    `insert into event_registrations (id, user_id, event_id, registered_via, status, ticket_code, confirmed_at,
       created_at, updated_at)
     select ${idOf("u.n")}, u.id, e.id, 'telegram', 'confirmed', 'F' || lpad(u.n::text, 9, '0'), ${past}, ${past}, ${past}
     from (select id, row_number() over () as n from users) u
     join (select id, date_time, substr(slug, 8)::int as n from events where slug like 'filled-%') e on e.n = u.n % ${EVENTS} + 1`,
    `insert into reminder_rounds (event_id, kind, starts_at, seen_at, is_first)
     select e.id, k.kind, e.date_time, now() - interval '1 day', false
     from events e join (values ('reminder-24h', interval '1 day'), ('reminder-1h', '1 hour')) as k (kind, lead)
       on e.date_time < now() + k.lead where e.slug like 'filled-%'`,
    `insert into registration_changes (registration_id, event_id, user_id, to_status, ticket_code, actor, via, changed_at)
     select id, event_id, user_id, 'confirmed', ticket_code, 'user:' || user_id, 'telegram', ${past} from event_registrations`,
    `insert into outbox (id, chat_id, way, platform, kind, intent, dedupe_key, priority, due_at, status, sent_at, attempts, created_at)
     select ${idOf("n")}, id, id, 'telegram', 'reply', '{"text": "ticket-new", "params": {}, "choices": []}', 'filled-' || n, 0,
       ${past}, 'sent', ${past}, 1, ${past}
     from (select id, row_number() over () as n from chats) c`,
    `insert into inbox (platform, update_key, received_at)
     select 1, decode(md5('filled-' || n), 'hex'), now() - interval '2 days' from generate_series(1, ${size}) n`,
  ];
}

function idOf(n: string): string {
  const moment = `lpad(to_hex(1780000000000 + ${n}), 12, '0')`;
  return `(${moment} || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;
}
