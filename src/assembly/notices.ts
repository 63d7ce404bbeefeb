import { insertAudit } from "../database/audit-log.ts";
import { listChatsAt } from "../database/chats.ts";
import { inTransaction } from "../database/faults.ts";
import { isTroubling, type Notice, type OnNotice } from "../whatsapp/notices.ts";
import type { Ground } from "./ground.ts";

type Marketing = Extract<Notice, { type: "marketing" }>;

/**
 * What Meta tells of our account and our templates stands in the log, what somebody must look at as a warning, and is
 * heeded. What people wish about marketing is written down: we send none, so nothing else changes.
 */
export function openNotices(
  ground: Pick<Ground, "database" | "clock" | "log">,
  heed: (notice: Notice) => void,
): OnNotice {
  const { log } = ground;
  return async (notice) => {
    if (notice.type === "marketing") return record(ground, notice);
    heed(notice);
    const { type, ...facts } = notice;
    log[isTroubling(notice) ? "warn" : "info"]({ platform: "whatsapp", notice: type, ...facts }, "news from Meta");
  };
}

async function record({ database, clock }: Pick<Ground, "database" | "clock">, wish: Marketing): Promise<void> {
  const { address, stopped, at } = wish;
  await inTransaction(database.rest, async (trx) => {
    for (const { id } of await listChatsAt(trx, address)) {
      await insertAudit(trx, {
        actor: `chat:${id}`,
        action: stopped ? "marketing-stopped" : "marketing-resumed",
        subject: `chat:${id}`,
        detail: { at: at.toISOString() },
        now: clock.now(),
      });
    }
  });
}
