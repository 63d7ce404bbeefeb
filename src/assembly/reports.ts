import type { Kysely } from "kysely";
import { createGroups } from "../chats/groups.ts";
import { markReports } from "../database/delivery-reports.ts";
import { isTransient } from "../database/faults.ts";
import type { Database } from "../database/schema.ts";
import { Unavailable } from "../errors.ts";
import type { DeliveryReport } from "../messages.ts";
import type { Report } from "../outbox/channel.ts";
import type { Sight } from "./sight.ts";

/**
 * Writes down what became of our messages. WhatsApp tells of each up to three times, each time in a delivery of its own:
 * what arrives while others are being written shares the next statement, and of one message each has its turn.
 */
export function openReports(db: Kysely<Database>, sight: Pick<Sight, "reported">): Report {
  const { join } = createGroups<DeliveryReport, void>({
    size: 64,
    keyOf: ({ outboxId, providerMessageId }) => outboxId ?? providerMessageId,
    several: false,
    async decide(group) {
      await markReports(db, group);
      return group.map(() => undefined);
    },
  });
  return async (reports) => {
    await Promise.all(reports.map(join)).catch((cause: unknown) => {
      throw isTransient(cause) ? new Unavailable("the database is away", { cause }) : cause;
    });
    sight.reported(reports);
  };
}
