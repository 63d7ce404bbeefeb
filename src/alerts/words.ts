import { type Intent, label, type Params } from "../intents.ts";
import type { Locale } from "../messages.ts";
import type { News } from "./alarms.ts";
import { keyOf, type Trouble } from "./trouble.ts";

/** What the admins read. The first line says it all, since it is the subject of a letter and all that a lock screen shows. */
export function toIntent(news: News, { locale, timeZone }: { locale: Locale; timeZone: string }): Intent {
  const { trouble, since, times, over, messageId } = news;
  const facts = toFacts(trouble);
  const moment = (at: Date) => ({ type: "moment", at: at.toISOString(), zone: timeZone }) as const;
  const params = { times, since: moment(since) };
  if (over) {
    const ended = { what: label(`alert-${trouble.type}-over`, facts), until: moment(over) };
    return { text: "alert-over", params: { ...params, ...ended }, locale, choices: [] };
  }
  const what = label(`alert-${trouble.type}`, facts);
  const advice = label(`alert-${trouble.type}-advice`, facts);
  const intent = { text: "alert", params: { ...params, what, advice }, locale, choices: [] };
  return messageId === undefined ? intent : { ...intent, edits: messageId };
}

/** For another company, where no words of ours are at hand. */
export function toSummary({ trouble, times, since, over }: News): string {
  return `${keyOf(trouble)}${over ? " is over" : ""}, seen ${times} times since ${since.toISOString()}`;
}

function toFacts(trouble: Trouble): Params {
  switch (trouble.type) {
    case "stopped":
    case "unreachable":
      return { messenger: label(`messenger-${trouble.channel}`), reason: trouble.reason };
    case "webhook":
      return { reason: trouble.reason };
    case "outbox":
      return { waiting: trouble.waiting, minutes: trouble.minutes };
    case "fault":
      return { place: trouble.place };
    case "postgres":
    case "redis":
    case "payment":
    case "given-up":
    case "reminders-missed":
      return {};
  }
}
