import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../src/errors.ts";
import { findProgram, makeTempFolder, run } from "../test/machine.ts";

/**
 * Registrations as Postgres alone can make them: each `:who` another person whose chat is there, each in one transaction,
 * at the event that `:event` stands for. `facts` is what a registration is; `step` what Doorlist commits with it.
 */
const FACTS = `select taken_count, max_participants from events where id = EVENT for no key update;
insert into users (id, name, locale, consent_at, consent_version, created_at, updated_at)
  values (md5('user' || :who)::uuid, 'Anna Petrova', 'en', now(), 1, now(), now());
insert into event_registrations (id, user_id, event_id, registered_via, status, ticket_code, confirmed_at, created_at, updated_at)
  values (md5('seat' || :who)::uuid, md5('user' || :who)::uuid, EVENT, 'telegram', 'confirmed', md5('code' || :who), now(), now(), now());
insert into registration_changes (registration_id, event_id, user_id, to_status, ticket_code, actor, via, changed_at)
  values (md5('seat' || :who)::uuid, EVENT, md5('user' || :who)::uuid, 'confirmed', md5('code' || :who), 'user', 'telegram', now());
update events set taken_count = taken_count + 1 where id = EVENT;
`;
const STEP = `update chats set user_id = md5('user' || :who)::uuid, version = version + 1, current_state = 'REGISTERED',
  state_data = '{"eventId": "00000000-0000-7000-8000-000000000000", "offered": []}', last_inbound_at = now(), updated_at = now()
  where telegram_id = :who;
insert into inbox (platform, update_key, received_at) values (1, decode(md5('key' || :who), 'hex'), now());
insert into outbox (id, chat_id, way, platform, kind, intent, dedupe_key, priority, due_at, created_at, attempts, lease_token, leased_until)
  select md5('out' || :who)::uuid, id, id, 'telegram', 'reply', '{"text": "ticket-new", "params": {}, "choices": []}',
    md5('out' || :who), 0, now(), now(), 1, md5('lease')::uuid, now() from chats where telegram_id = :who;
`;

export interface Bout {
  url: string;
  connections: number;
  seconds: number;
  /** SQL of the event's id; may use `:who`. */
  event: string;
  /** The number of the first person. */
  first: number;
  what: "facts" | "whole";
}

/** How many registrations Postgres committed. */
export async function runPgbench(bout: Bout): Promise<number> {
  const { url, connections, seconds, event, first, what } = bout;
  const program = findProgram("pgbench");
  if (!program)
    throw new OperatorError("pgbench is not on this machine. Debian, Ubuntu: apt-get install postgresql-contrib");
  const folder = await makeTempFolder();
  const script = join(folder.path, "registration.sql");
  const number = `\\set i :i + 1\n\\set who ${first} + :i * ${connections} + :client_id\n`;
  const statements = what === "facts" ? FACTS : FACTS + STEP;
  await writeFile(script, `${number}begin;\n${statements.replaceAll("EVENT", event)}commit;\n`);
  const size = ["-c", String(connections), "-j", "2", "-T", String(seconds)];
  const { stdout } = await run(program, ["-n", "-M", "prepared", ...size, "-D", "i=-1", "-f", script, url]);
  await folder.remove();
  const registrations = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1]);
  if (!/failed transactions: 0 /.test(stdout) || !registrations) throw new Error(`pgbench failed:\n${stdout}`);
  return registrations;
}
