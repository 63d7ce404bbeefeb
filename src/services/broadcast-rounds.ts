import type { Kysely, Transaction } from "kysely";
import type { BroadcastProgress, BroadcastReport } from "../broadcasts.ts";
import { type BroadcastCount, countBroadcast } from "../database/broadcast-figures.ts";
import {
  type BroadcastRow,
  listOpenBroadcasts,
  lockOpenBroadcast,
  markTold,
  skipWaiting,
} from "../database/broadcasts.ts";
import { findChatUser } from "../database/chats.ts";
import { inTransaction } from "../database/faults.ts";
import { insertMessages, PRIORITY } from "../database/outbox.ts";
import { PROGRESS, skipProgress } from "../database/progress.ts";
import type { Database } from "../database/schema.ts";
import type { BroadcastId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Locale } from "../messages.ts";
import { may } from "../roles.ts";
import { toProgress, toReport } from "./broadcast-progress.ts";
import { findRole } from "./staff.ts";

/** Nothing is told more often than this, however fast it goes. */
const QUIET_MS = 4_000;
/** So long the report waits for what WhatsApp says of the last messages. */
const GRACE_MS = 15_000;

/** How it is said: the words of the desk, which this room does not know. */
export interface Draw {
  progress(progress: BroadcastProgress, locale: Locale): Intent;
  report(report: BroadcastReport, locale: Locale): Intent;
}

interface Round {
  draw: Draw;
  now: Date;
}

/**
 * Tells of every broadcast under way how far it is, and what became of it when nothing of it waits any more. All of it
 * is read from the rows, so any process can go on with it, and of several each tells of another. Gives how many are open.
 */
export async function tellBroadcasts(db: Kysely<Database>, round: Round): Promise<{ open: number; told: number }> {
  const open = await listOpenBroadcasts(db);
  const quietSince = new Date(round.now.getTime() - QUIET_MS);
  const faults: unknown[] = [];
  let told = 0;
  for (const { id } of open.filter(({ toldAt }) => toldAt <= quietSince)) {
    const telling = inTransaction(db, (trx) => tell(trx, id, round));
    if (await telling.catch((error: unknown) => void faults.push(error))) told++;
  }
  if (faults.length) throw new AggregateError(faults, `of ${faults.length} broadcasts nothing could be told`);
  return { open: open.length, told };
}

/** Gives whether there was anything to tell. */
async function tell(trx: Transaction<Database>, id: BroadcastId, { draw, now }: Round): Promise<boolean> {
  const broadcast = await lockOpenBroadcast(trx, id, new Date(now.getTime() - QUIET_MS));
  if (!broadcast) return false;
  if (broadcast.stoppedAt) await skipWaiting(trx, id); // what was put back meanwhile
  const count = await countBroadcast(trx, id, now);
  const over = isOver(count, now);
  if (!over && count.sent === broadcast.told) return false;
  await markTold(trx, { id, told: count.sent, over, now });
  if (!may(await findRole(trx, await findChatUser(trx, broadcast.chatId)), "people")) return false;

  const progress = await toProgress(trx, broadcast, count);
  if (broadcast.messageId !== null) await writeOver(trx, { broadcast, progress, over }, { draw, now });
  if (over) await report(trx, { broadcast, progress }, { draw, now });
  return true;
}

function isOver({ waiting, unconfirmed, lastSentAt }: BroadcastCount, now: Date): boolean {
  if (waiting > 0) return false;
  return unconfirmed === 0 || !lastSentAt || now.getTime() - lastSentAt.getTime() >= GRACE_MS;
}

interface Told {
  broadcast: BroadcastRow;
  progress: BroadcastProgress;
}

/** Goes before other notices of the same chat are said, and after every reply; a newer one overtakes it. */
async function writeOver(
  trx: Transaction<Database>,
  { broadcast, progress, over }: Told & { over: boolean },
  { draw, now }: Round,
): Promise<void> {
  const { id, chatId, messageId, locale } = broadcast;
  if (messageId === null) return;
  await skipProgress(trx, id);
  await insertMessages(trx, [
    {
      to: { chatId },
      kind: PROGRESS,
      intent: { ...draw.progress(progress, locale), edits: messageId },
      dedupeKey: `${PROGRESS}:${id}:${over ? "over" : progress.sent}`,
      priority: PRIORITY.notice,
      now,
    },
  ]);
}

async function report(trx: Transaction<Database>, { broadcast, progress }: Told, { draw, now }: Round): Promise<void> {
  const { id, chatId, locale } = broadcast;
  await insertMessages(trx, [
    {
      to: { chatId },
      kind: "broadcast-report",
      intent: draw.report(await toReport(trx, progress), locale),
      dedupeKey: `broadcast-report:${id}`,
      priority: PRIORITY.notice,
      now,
    },
  ]);
}
