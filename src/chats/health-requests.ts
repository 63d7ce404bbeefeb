import type { Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import type { HealthOutcome, HealthRequest } from "../dialogue/staff/health-state.ts";
import { isExamination } from "../dialogue/staff/shapes.ts";
import { beginExamination, findExamination } from "../services/examinations.ts";

/** The look itself is the assembly's, once this is committed: it asks platforms, and no transaction waits for those. */
export async function serveHealth(
  trx: Transaction<Database>,
  request: HealthRequest,
  now: Date,
): Promise<HealthOutcome> {
  switch (request.type) {
    case "examine": {
      const beginning = await beginExamination(trx, now);
      if (beginning.type === "begun") return { type: "examination-begun" };
      return { type: "examination-waits", seconds: beginning.seconds };
    }
    case "read-examination": {
      const found = await findExamination(trx);
      return { type: "examination-read", examination: isExamination(found) ? found : undefined };
    }
  }
}
