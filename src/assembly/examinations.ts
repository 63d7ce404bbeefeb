import { createClock } from "../clock.ts";
import { inTransaction } from "../database/faults.ts";
import { insertMessages, PRIORITY } from "../database/outbox.ts";
import type { Voice } from "../dialogue/replies/reply.ts";
import type { Examination, HealthFinding } from "../dialogue/staff/health-state.ts";
import { healthReply } from "../dialogue/staff/replies/health.ts";
import { type Deployment, INSTRUMENTS } from "../doctor/deployment.ts";
import { examine } from "../doctor/examination.ts";
import { type Finding, toAdvice, toTitle, toWords } from "../doctor/finding.ts";
import { type ChatId, newId } from "../ids.ts";
import { type Label, label } from "../intents.ts";
import { keepExamination } from "../services/examinations.ts";
import { type DayForecast, forecastReminders } from "../services/reminder-forecast.ts";
import type { Ground } from "./ground.ts";

/** Who wants to know whether everything is working. */
export interface Asker {
  chatId: ChatId;
  voice: Voice;
}

export interface Examinations {
  /** Looks, past any transaction, and says in their chat what was found. */
  look(asker: Asker): void;
  /** What is under way is said to nobody. */
  stop(): void;
}

interface Parts {
  port: number;
  dailyLimit(): number | undefined;
  wakeDispatcher(): void;
}

/** Nobody waits longer for an answer to it. */
const WORTH_MS = 10 * 60_000;

export function openExaminations(ground: Ground, { port, dailyLimit, wakeDispatcher }: Parts): Examinations {
  const { config, database, clock, log } = ground;
  let stopped = false;

  async function look({ chatId, voice }: Asker): Promise<void> {
    const limit = dailyLimit();
    const question = { limit, timeZone: config.timeZone, mail: config.smtp !== undefined, now: clock.now() };
    const [findings, days] = await Promise.all([
      examine(toDeployment(ground, port)),
      forecastReminders(database.rest, question),
    ]);
    if (stopped) return;
    const now = clock.now();
    const examination = toExamination(findings, { days, limit, zone: config.timeZone, now });
    await inTransaction(database.rest, async (trx) => {
      await keepExamination(trx, examination, now);
      const intent = healthReply(voice, examination);
      const expiresAt = new Date(now.getTime() + WORTH_MS);
      const message = { to: { chatId }, kind: "health", intent, dedupeKey: `health:${newId()}`, expiresAt, now };
      await insertMessages(trx, [{ ...message, priority: PRIORITY.reply }]);
    });
    wakeDispatcher();
  }

  return {
    look(asker) {
      look(asker).catch((err: unknown) => log.warn({ err }, "everything was looked at, and nobody could be told"));
    },
    stop() {
      stopped = true;
    },
  };
}

/** This very process, with what the team has told by chat. */
function toDeployment({ config, database, house, team, texts }: Ground, port: number): Deployment {
  const { telegram } = config;
  const adminChatId = team.ownerChat()?.telegramId;
  const told = {
    port,
    publicUrl: house.publicUrl,
    organisation: { name: house.organisation, contact: house.contact },
    telegram: telegram && adminChatId !== undefined ? { ...telegram, adminChatId } : telegram,
  };
  const environment = { problems: [], strangers: [] };
  const means = { clock: createClock(), word: texts.word, db: database.rest, instruments: INSTRUMENTS };
  return { config: { ...config, ...told }, ...environment, ...means };
}

interface Forecast {
  /** Today and tomorrow. */
  days: DayForecast[];
  limit: number | undefined;
  zone: string;
  now: Date;
}

const ORDER: HealthFinding["status"][] = ["broken", "warning", "unseen", "ok"];

function toExamination(found: Finding[], { days, limit, zone, now }: Forecast): Examination {
  const findings = [...found.map(toHealthFinding), ...days.flatMap((day) => (limit ? tooMany(day, limit) : []))];
  findings.sort((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
  const outlook = days.map((day, index) => toOutlook(day, { index, limit }));
  return { at: now.toISOString(), zone, findings, outlook };
}

function toHealthFinding(finding: Finding): HealthFinding {
  const advice = toAdvice(finding);
  const said = { status: finding.status, title: toTitle(finding), words: toWords(finding) };
  return advice ? { ...said, advice } : said;
}

/** More people than WhatsApp lets us write to on that day. */
function tooMany({ day, templates: people, elsewhere, over }: DayForecast, limit: number): HealthFinding[] {
  if (!over) return [];
  const facts = {
    on: { type: "moment", at: `${day}T12:00:00Z`, zone: "UTC" } as const,
    people,
    limit,
    over,
    elsewhere,
  };
  const title = label("desk-health-reminders");
  return [
    {
      status: "warning",
      title,
      words: label("alert-over-limit", facts),
      advice: label("alert-over-limit-advice", facts),
    },
  ];
}

function toOutlook(
  { telegram, whatsapp, templates, mail, unreached, over }: DayForecast,
  { index, limit }: { index: number; limit: number | undefined },
): Label {
  const people = telegram + whatsapp + templates + mail + unreached;
  const ways = { telegram, whatsapp: whatsapp + templates, mail, unreached };
  const account = { templates: limit === undefined ? 0 : templates, limit: limit ?? 0, over };
  return label("desk-health-outlook", { tomorrow: index, people, ...ways, ...account });
}
