import { join } from "node:path";
import { Hono } from "hono";
import { createChats } from "./chats/answer.ts";
import type { HotCopies } from "./chats/hot-copy.ts";
import { openHotCopies } from "./chats/redis.ts";
import { createStepCommitter } from "./chats/step-committer.ts";
import { createClock, type MovableClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { withAdvisoryLock } from "./database/advisory-lock.ts";
import { type OpenDatabase, openDatabase } from "./database/connection.ts";
import { markReports } from "./database/delivery-reports.ts";
import { inTransaction } from "./database/faults.ts";
import { deleteUpdatesBefore } from "./database/inbox.ts";
import { migrate } from "./database/migrate.ts";
import { findSetting, readSecret, setSetting } from "./database/settings.ts";
import { OperatorError } from "./errors.ts";
import { newId } from "./ids.ts";
import type { Logger } from "./logger.ts";
import { createMailChannel } from "./mail/channel.ts";
import type { Platform } from "./messages.ts";
import type { Channel, ChannelName, Receive, Report } from "./outbox/channel.ts";
import { type Connection, keepConnecting } from "./outbox/connection.ts";
import { createOutbox, type Outbox } from "./outbox/outbox.ts";
import { sandboxMessengers } from "./sandbox/messengers.ts";
import { createSandbox, type Sandbox } from "./sandbox/sandbox.ts";
import { createTimeTravel } from "./sandbox/time-travel.ts";
import { type Job, startJobs } from "./scheduler/jobs.ts";
import { listComing } from "./services/cards.ts";
import { insertDemoEvents } from "./services/demo-events.ts";
import { createTelegram } from "./telegram/platform.ts";
import { shareLinks } from "./texts/share-links.ts";
import { createTexts, type Texts } from "./texts/texts.ts";
import type { House } from "./texts/worded.ts";
import { createChecks } from "./web/checks.ts";
import type { Checks } from "./web/health.ts";
import { createWeb } from "./web/routes.ts";
import { listen, type Server, withLastWords } from "./web/server.ts";
import { createWhatsapp } from "./whatsapp/platform.ts";

/** WhatsApp brings an update again for 7 days at most. */
const INBOX_KEPT_MS = 10 * 24 * 60 * 60_000;

const NOTHING_TO_DO =
  "No messenger is configured. Set TELEGRAM_BOT_TOKEN or the WHATSAPP_ variables, or SANDBOX=1 to try it without either.";

export interface App {
  port: number;
  /** As it is after the sandbox has put its own messengers in. */
  config: Config;
  clock: MovableClock;
  house: House;
  database: OpenDatabase;
  sandbox: Sandbox | undefined;
  /** Resolves when every messenger has been reached. */
  connected: Promise<unknown>;
  /** Sends all that is due, and waits for what is under way. */
  processAll(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  log: Logger;
  /** Shared with the doubles of a test. */
  clock?: MovableClock;
}

/** What everything stands on. */
interface Ground {
  config: Config;
  log: Logger;
  database: OpenDatabase;
  clock: MovableClock;
  house: House;
  texts: Texts;
}

/** A messenger as the app joins it: webhook routes, a channel, and how it learns about itself from its platform. */
interface Messenger {
  channel: Channel;
  routes: Hono;
  connect(): Promise<void>;
}

/**
 * Starts Doorlist as the config says, and resolves when it answers requests.
 *
 * @throws OperatorError for what the operator must mend: a taken port, a used folder, no messenger.
 */
export async function startApp(given: Config, { log, clock }: Options): Promise<App> {
  if (!given.sandbox && !given.telegram && !given.whatsapp) throw new OperatorError(NOTHING_TO_DO);
  const database = await openDatabase(given);
  let server: Server | undefined;
  try {
    await migrate(database.db);
    server = await listen(given);
    return await assemble(server, { given, log, database, clock: clock ?? (await readClock(given, database)) });
  } catch (error) {
    await server?.close();
    await database.close();
    throw error;
  }
}

type Start = Pick<Ground, "log" | "database" | "clock"> & { given: Config };

async function assemble(server: Server, { given, log, database, clock }: Start): Promise<App> {
  const house = toHouse(given, server.port);
  const texts = createTexts(house, (problem) => log.error(problem, "a text is missing or lacks something"));
  const channels = new Map<ChannelName, Channel>();
  const outbox = createOutbox({ db: database.dispatcher, channels, clock, log });
  const config = given.sandbox ? { ...given, ...sandboxMessengers(server.port) } : given;
  const ground: Ground = { config, log, database, clock, house, texts };
  const sandbox = config.sandbox ? await openSandbox(ground, { port: server.port, outbox }) : undefined;

  const redis = await openHotCopies(config.redisUrl, { log, onChange() {} });
  const lastWebhookAt = new Map<Platform, Date>();
  const hashKey = await readSecret(database.db, "address-hash-key", clock.now());
  const chats = openChats(ground, { outbox, channels, hotCopies: redis.hotCopies, lastWebhookAt, hashKey });
  const messengers = openMessengers(ground, chats);
  for (const [name, { channel }] of messengers) channels.set(name, channel);
  if (config.smtp) channels.set("mail", createMailChannel({ smtp: config.smtp, word: texts.word }));

  const connections = new Map<Platform, Connection>();
  const jobs = startJobs(timetable(ground), log);
  const parts = { redis: redis.hotCopies.state, connections, lastWebhookAt, nextJobAt: jobs.nextAt };
  const checks = createChecks({ db: database.rest, clock, ...parts });
  server.open(withLastWords(toRoutes(ground, { messengers, sandbox, outbox, checks }), log));
  for (const [name, { connect }] of messengers) connections.set(name, keepConnecting(name, connect, log));
  outbox.dispatcher.start();

  async function stop(): Promise<void> {
    jobs.stop();
    for (const connection of connections.values()) connection.stop();
    sandbox?.close();
    await server.close();
    await outbox.stop();
    redis.close();
    await database.close();
  }
  const connected = Promise.all([...connections.values()].map(({ settled }) => settled));
  const { processAll } = outbox;
  return { port: server.port, config, clock, house, database, sandbox, connected, processAll, stop };
}

interface Speaking {
  outbox: Outbox;
  channels: ReadonlyMap<ChannelName, Channel>;
  hotCopies: HotCopies;
  lastWebhookAt: Map<Platform, Date>;
  hashKey: Buffer;
}

function openChats(ground: Ground, { outbox, channels, hotCopies, lastWebhookAt, hashKey }: Speaking) {
  const { config, log, database, clock } = ground;
  return createChats({
    db: database.dialogue,
    committer: createStepCommitter(database.dialogue),
    hotCopies,
    clock,
    hashKey,
    locale: config.locale,
    mail: config.smtp !== undefined,
    sendReply: ({ message, leaseToken }) => outbox.sender.send(message, leaseToken),
    wakeDispatcher: outbox.dispatcher.wake,
    sayDirectly(to, intent, lastInboundAt) {
      void channels.get(to.platform)?.send({ id: newId(), to, intent, lastInboundAt });
    },
    onHandled({ address, updateNumber }, outcome, ms) {
      lastWebhookAt.set(address.platform, clock.now());
      log.info({ platform: address.platform, update: updateNumber, outcome, ms: Math.round(ms) }, "update");
    },
    onFault: (err, { address, content }) =>
      log.error({ err, platform: address.platform, kind: content.type }, "an update failed and was set aside"),
  });
}

/** A third messenger is one folder and two lines here. */
function openMessengers(ground: Ground, { receive }: { receive: Receive }): Map<Platform, Messenger> {
  const { config, database, clock, house, log, texts } = ground;
  const common = { house, word: texts.word, receive, clock, log };
  const report: Report = (reports) => markReports(database.rest, reports);
  const messengers = new Map<Platform, Messenger>();
  if (config.telegram) messengers.set("telegram", openTelegram(ground, { ...common, config: config.telegram }));
  if (config.whatsapp) messengers.set("whatsapp", createWhatsapp({ ...common, report, config: config.whatsapp }));
  return messengers;
}

type TelegramDeps = Omit<Parameters<typeof createTelegram>[0], "remembered" | "defaultLocale">;

/** Processes that start together set the webhook one after another. */
function openTelegram({ config, database, clock }: Ground, deps: TelegramDeps): Messenger {
  const key = "telegram-webhook";
  const remembered = {
    async read() {
      const value = await findSetting(database.rest, key);
      return typeof value === "string" ? value : undefined;
    },
    write: (fingerprint: string) => setSetting(database.rest, key, fingerprint, clock.now()),
  };
  const telegram = createTelegram({ ...deps, remembered, defaultLocale: config.locale });
  const connect = () => withAdvisoryLock({ db: database.rest, kind: database.kind }, key, telegram.connect);
  return { ...telegram, connect };
}

/** Both messengers simulated, behind the same port, with three events to try. */
async function openSandbox(
  { config, database, clock, house }: Ground,
  { port, outbox }: { port: number; outbox: Outbox },
): Promise<Sandbox> {
  const { locale, timeZone } = config;
  await inTransaction(database.db, (trx) => insertDemoEvents(trx, { now: clock.now(), locale, timeZone }));
  const advanceClock = createTimeTravel({
    clock,
    runJobs: outbox.processAll,
    keepOffset: (offsetMs) => setSetting(database.rest, "clock-offset-ms", offsetMs, clock.now()),
  });
  const listEvents = async () => {
    const { events } = await listComing(database.rest, { page: 0, pageSize: 20, now: clock.now() });
    return events.map(({ event: { title, startsAt, slug } }) => {
      const { telegram, whatsapp } = shareLinks(slug, house, locale);
      return { title, startsAt, telegramLink: telegram ?? "", whatsappLink: whatsapp ?? "" };
    });
  };
  return createSandbox({
    clock,
    targets: {
      whatsapp: () => `http://127.0.0.1:${port}/whatsapp`,
      telegram: () => `http://127.0.0.1:${port}/telegram`,
    },
    statePath: join(config.dataDir, "sandbox.json"),
    listEvents,
    advanceClock,
  });
}

interface Served {
  messengers: ReadonlyMap<Platform, Messenger>;
  sandbox: Sandbox | undefined;
  outbox: Outbox;
  checks: Checks;
}

function toRoutes(ground: Ground, { messengers, sandbox, outbox, checks }: Served): Hono {
  const { config, database, clock, house, texts } = ground;
  const routes = new Hono();
  for (const [name, messenger] of messengers) routes.route(`/${name}`, messenger.routes);
  if (sandbox) routes.route("/sandbox", sandbox.routes);
  const web = createWeb({
    db: database.rest,
    clock,
    texts: { plainText: texts.plainText, organisation: config.organisation.name, locale: config.locale },
    publicUrl: house.publicUrl,
    apiTokens: config.apiTokens,
    shareLinks: (slug) => shareLinks(slug, house, config.locale),
    checks,
    wakeDispatcher: outbox.dispatcher.wake,
  });
  return routes.route("/", web);
}

function timetable({ database, clock }: Ground): Job[] {
  const forgetUpdates = () => deleteUpdatesBefore(database.rest, new Date(clock.now().getTime() - INBOX_KEPT_MS));
  return [{ name: "forget handled updates", pattern: "17 3 * * *", run: forgetUpdates }];
}

function toHouse({ organisation, retentionDays, publicUrl }: Config, port: number): House {
  const { name, contact } = organisation;
  const url = publicUrl.replace(/:0$/, `:${port}`); // PORT=0 asks for any free one
  return {
    organisation: name,
    contact,
    retentionDays,
    publicUrl: url,
    telegramBot: undefined,
    whatsappPhone: undefined,
  };
}

/** The sandbox's clock does not go back in time when it starts again. */
async function readClock({ sandbox }: Config, { db }: OpenDatabase): Promise<MovableClock> {
  const offset = sandbox ? await findSetting(db, "clock-offset-ms") : 0;
  return createClock(typeof offset === "number" ? offset : 0);
}
