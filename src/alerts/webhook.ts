/** How Telegram says our webhook is. */
export interface WebhookSight {
  /** It points at us. */
  isOurs: boolean;
  /** Updates that wait at Telegram. */
  pending: number;
  error: { at: Date; words: string } | undefined;
}

/** An error older than this was mended before we asked. */
const RECENT_MS = 10 * 60_000;
/** So many may wait at one look, after a pause of ours; at two looks in a row they are not being fetched. */
const MANY = 100;

/** Judges the webhook, look by look, in words for the admins; each error of Telegram's counts once. */
export function createWebhookJudge(): { judge(sight: WebhookSight, now: Date): string | undefined } {
  let lastError = 0;
  let manyBefore = false;
  return {
    judge({ isOurs, pending, error }, now) {
      const isNew = error !== undefined && error.at.getTime() > lastError;
      const isRecent = error !== undefined && now.getTime() - error.at.getTime() < RECENT_MS;
      lastError = Math.max(lastError, error?.at.getTime() ?? 0);
      const stuck = manyBefore && pending >= MANY;
      manyBefore = pending >= MANY;
      if (!isOurs) return "the webhook of this bot leads elsewhere";
      if (isNew && isRecent) return error.words;
      return stuck ? `${pending} updates wait` : undefined;
    },
  };
}
