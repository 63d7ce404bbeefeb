import { setTimeout } from "node:timers/promises";
import { execute } from "../postgres-server.ts";

/** Nobody else's calls last so long, where no call is left without an answer. */
const CALLS_MS = 12_000;

/** As if the minute or two were over for which messages are held that nobody has in hand any more as of now. */
export async function endLostLeases(databaseUrl: string): Promise<void> {
  const held = new Date(Date.now() + 60_000).toISOString();
  await setTimeout(CALLS_MS);
  const statement = `update outbox set leased_until = clock_timestamp() - interval '2 minutes'
    where status = 'waiting' and leased_until <= '${held}'`;
  for (let tries = 0; tries < 40; tries++) {
    try {
      return await execute(databaseUrl, statement);
    } catch {
      await setTimeout(500); // the database is away
    }
  }
}
