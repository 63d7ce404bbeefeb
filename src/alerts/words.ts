import { type Intent, type Label, label, type Params } from "../intents.ts";
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
    case "held": {
      const { channel, reason, minutes } = trouble;
      return { messenger: label(`messenger-${channel}`), reason, hours: Math.ceil(minutes / 60) };
    }
    case "templates":
      return { items: { type: "list", items: nameTemplates(trouble), between: "lines" } };
    case "over-limit": {
      const { day, people, limit, elsewhere } = trouble;
      const noon = { type: "moment", at: `${day}T12:00:00Z`, zone: "UTC" } as const;
      return { on: noon, people, limit, over: people - limit, elsewhere };
    }
    case "account":
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

/** So many are named in one alert. */
const MOST_TEMPLATES = 5;

function nameTemplates({ flawed }: Extract<Trouble, { type: "templates" }>): Label[] {
  const named = flawed.slice(0, MOST_TEMPLATES).map(({ template, language, flaw }) => {
    return label("alert-template", { template, language, flaw: label(`template-flaw-${flaw}`) });
  });
  const more = flawed.length - named.length;
  return more > 0 ? [...named, label("alert-templates-more", { more })] : named;
}
