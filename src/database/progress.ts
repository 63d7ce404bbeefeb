import { sql, type Transaction } from "kysely";
import type { BroadcastId } from "../ids.ts";
import type { Database } from "./schema.ts";

/** The kind of the messages that tell an organiser how far a broadcast is. */
export const PROGRESS = "progress";

/** What was to be told of a broadcast is out of date, as far as nobody is telling it. */
export async function skipProgress(trx: Transaction<Database>, id: BroadcastId): Promise<void> {
  await sql`
    update outbox o set status = 'skipped', reason = 'superseded by newer progress'
    from broadcasts b
    where b.id = ${id} and o.chat_id = b.chat_id and o.kind = ${PROGRESS} and o.status = 'waiting'
      and o.lease_token is null`.execute(trx);
}
