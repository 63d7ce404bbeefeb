import { inTransaction } from "../database/faults.ts";
import type { Address } from "../messages.ts";
import { dropTraces, expire, listExpired } from "../services/retention.ts";
import type { Ground } from "./ground.ts";

/**
 * Keeps the promise that people's data goes so many days after their last event. Each person is a transaction of
 * their own; one who cannot be forgotten is reported at the end, and tried again the next day.
 */
export async function keepRetention(
  { config, database, clock, log }: Pick<Ground, "config" | "database" | "clock" | "log">,
  forgetCopy: (address: Address) => void,
): Promise<void> {
  const { retentionDays } = config;
  const promised = { retentionDays, now: clock.now() };
  const faults: unknown[] = [];
  let forgotten = 0;
  for await (const expired of listExpired(database.rest, promised)) {
    const forgetting = inTransaction(database.rest, (trx) => expire(trx, expired, promised));
    const addresses = await forgetting.catch((error: unknown) => void faults.push(error));
    if (!addresses) continue;
    for (const address of addresses) forgetCopy(address);
    forgotten++;
  }
  await dropTraces(database.rest, promised);
  if (forgotten > 0) log.info({ forgotten, retentionDays }, "people and chats were forgotten, their time was over");
  if (faults.length) throw new AggregateError(faults, `${faults.length} could not be forgotten`);
}
