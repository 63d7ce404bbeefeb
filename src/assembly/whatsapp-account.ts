import type { WhatsappConfig } from "../config.ts";
import { OperatorError } from "../errors.ts";
import type { Job } from "../scheduler/jobs.ts";
import { findDailyLimit, readDailyLimit } from "../whatsapp/daily-limit.ts";
import { isTroubling, type Notice } from "../whatsapp/notices.ts";
import { createTemplateBoard } from "../whatsapp/template-board.ts";
import { listTemplateStandings } from "../whatsapp/template-status.ts";
import type { Bell } from "./bell.ts";
import type { Ground } from "./ground.ts";
import { openReminderOutlook } from "./reminder-outlook.ts";

/** What Meta lets our WhatsApp account do, as far as it said. */
export interface WhatsappAccount {
  /** To how many people outside their 24 hours we may write in any 24 hours; undefined: to all, or Meta has not said. */
  dailyLimit(): number | undefined;
  /** What is wrong with it, in words that anybody may read. */
  warnings(): string[];
  /** Takes what Meta tells of the account by itself. */
  heed(notice: Notice): void;
  /** Asks Meta how the account stands, and whether that will do. */
  look(): Promise<void>;
  jobs: Job[];
  /** The same, where nobody can do anything about its failure. */
  lookSoon(): Promise<void>;
  stop(): void;
}

type Parts = Bell & { isConnected(): boolean };

/** Between two times of asking Meta's own news count, and make us ask at once. */
export function openWhatsappAccount(ground: Ground, parts: Parts): WhatsappAccount {
  const { whatsapp } = ground.config;
  return whatsapp ? openAccount(ground, whatsapp, parts) : NO_ACCOUNT;
}

const NO_ACCOUNT: WhatsappAccount = {
  dailyLimit: () => undefined,
  warnings: () => [],
  heed() {},
  async look() {},
  jobs: [],
  async lookSoon() {},
  stop() {},
};

function openAccount(ground: Ground, config: WhatsappConfig, { isConnected, ...bell }: Parts): WhatsappAccount {
  const { log, texts } = ground;
  const templates = watchTemplates(bell);
  const answers = watchAnswers(bell);
  /** Infinity: Meta sets none. undefined: it has not said, or in words that we do not know. */
  let limit: number | undefined;
  let isAsked = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function ask(): Promise<void> {
    const [asked, standings] = await Promise.allSettled([
      findDailyLimit(config),
      listTemplateStandings({ config, word: texts.word }),
    ]);
    if (stopped) return;
    if (standings.status === "fulfilled") templates.asked(standings.value);
    if (asked.status === "fulfilled") {
      limit = asked.value;
      isAsked = true;
    }
    const failed = [asked, standings].find((answer) => answer.status === "rejected");
    if (failed) log.warn({ platform: "whatsapp", reason: String(failed.reason) }, "Meta did not tell of our account");
    answers.came(failed?.reason);
  }

  async function askUntilItHolds(): Promise<void> {
    do {
      again = false;
      await ask();
    } while (again && !stopped);
    looking = undefined;
  }

  async function look(): Promise<void> {
    if (!isConnected()) return; // whether it can be reached at all is told elsewhere
    if (looking) again = true; // what is under way may have been answered before the news that made us ask
    looking ??= askUntilItHolds();
    await looking;
    if (!stopped) await outlook.look();
  }

  /** What fails comes round again within the hour. */
  function lookSoon(): Promise<void> {
    return look().catch((err: unknown) => log.warn({ err, platform: "whatsapp" }, "the account was not looked at"));
  }

  const dailyLimit = () => (limit === Number.POSITIVE_INFINITY ? undefined : limit);
  const outlook = openReminderOutlook(ground, { ...bell, dailyLimit });
  return {
    dailyLimit,
    warnings: () => [
      ...templates.warnings(),
      ...(isAsked && limit === undefined ? ["its daily limit is unknown"] : []),
    ],
    heed(notice) {
      const told = "limit" in notice ? readDailyLimit(notice.limit) : undefined;
      if (told !== undefined) limit = told;
      if (notice.type === "account" || notice.type === "number-quality") tellOfAccount(bell, notice);
      if (templates.heard(notice) || told !== undefined) void lookSoon();
    },
    look,
    jobs: [{ name: "ask Meta about our account", pattern: "47 * * * *", run: look }],
    lookSoon,
    stop() {
      stopped = true;
    },
  };
}

function watchTemplates({ raise, clear }: Bell) {
  const board = createTemplateBoard();
  let told = "[]";

  function tell(): void {
    const flawed = board.flawed();
    const news = JSON.stringify(flawed);
    if (news === told) return;
    told = news;
    if (flawed.length > 0) raise({ type: "templates", flawed });
    else clear({ type: "templates" });
  }

  return {
    asked(standings: Parameters<typeof board.asked>[0]): void {
      board.asked(standings);
      tell();
    },
    /** Whether Meta is to be asked what became of it. */
    heard(notice: Notice): boolean {
      const isAbout = board.heard(notice);
      if (isAbout) tell();
      return isAbout && notice.type !== "template-refused";
    },
    warnings: () => board.flawed().map(({ template, language, flaw }) => `template ${template} (${language}): ${flaw}`),
  };
}

/** A hiccup is no trouble: what may heal must fail twice in a row. */
function watchAnswers({ raise, clear }: Bell) {
  let failures = 0;
  return {
    came(fault: unknown): void {
      failures = fault === undefined ? 0 : failures + 1;
      if (failures === 0) clear({ type: "unreachable", channel: "whatsapp" });
      else if (fault instanceof OperatorError || failures > 1) {
        const reason = fault instanceof Error ? fault.message : "no answer";
        raise({ type: "unreachable", channel: "whatsapp", reason });
      }
    },
  };
}

function tellOfAccount({ raise, clear }: Bell, notice: Extract<Notice, { type: "account" | "number-quality" }>): void {
  const reason = "reason" in notice ? notice.reason : undefined;
  if (isTroubling(notice)) raise({ type: "account", reason: [notice.event, reason].filter(Boolean).join(", ") });
  else if (BETTER.has(notice.event) || reason === "REINSTATE") clear({ type: "account" });
}

const BETTER = new Set(["UNFLAGGED", "UPGRADE"]);
