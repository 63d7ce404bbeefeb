import { createSecretKey } from "node:crypto";
import type { Alerts } from "./assembly/alerts.ts";
import { openChats } from "./assembly/chats.ts";
import { close } from "./assembly/closing.ts";
import { openDeskWork } from "./assembly/desk.ts";
import { openFiles } from "./assembly/files.ts";
import { type Ground, toHouse } from "./assembly/ground.ts";
import { openMessengers } from "./assembly/messengers.ts";
import { openReminders } from "./assembly/reminders.ts";
import { toRoutes } from "./assembly/routes.ts";
import { openSandbox, readClock } from "./assembly/sandbox.ts";
import { openSight } from "./assembly/sight.ts";
import { openTeam, type Team } from "./assembly/team.ts";
import { timetable } from "./assembly/timetable.ts";
import { openWhatsappAccount, type WhatsappAccount } from "./assembly/whatsapp-account.ts";
import { openHotCopies } from "./chats/redis.ts";
import type { MovableClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { type OpenDatabase, openDatabase } from "./database/connection.ts";
import { isTransient } from "./database/faults.ts";
import { migrate } from "./database/migrate.ts";
import { readSecret } from "./database/settings.ts";
import { OperatorError } from "./errors.ts";
import type { OutboxId } from "./ids.ts";
import type { Logger } from "./logger.ts";
import { createMailChannel } from "./mail/channel.ts";
import type { Platform } from "./messages.ts";
import type { Channel, ChannelName } from "./outbox/channel.ts";
import { type Connection, keepConnecting } from "./outbox/connection.ts";
import { createGates } from "./outbox/gates.ts";
import { createOutbox } from "./outbox/outbox.ts";
import { scaleRates } from "./outbox/rates.ts";
import { createSharedGates } from "./outbox/shared-gates.ts";
import { sandboxMessengers } from "./sandbox/messengers.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { createCatchUp, startJobs } from "./scheduler/jobs.ts";
import { startHolds } from "./services/offers.ts";
import { createTexts } from "./texts/texts.ts";
import type { House } from "./texts/worded.ts";
import { createChecks } from "./web/checks.ts";
import { listen, type Server, withLastWords } from "./web/server.ts";

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
  alerts: Alerts;
  whatsapp: WhatsappAccount;
  team: Team;
  /** Looks at the team again, and shows it its menus. */
  refreshTeam(): Promise<void>;
  /** What makes its first reader the owner, once Telegram is reached; undefined while there is one. */
  ownerLink: Promise<string | undefined>;
  /** Resolves when every messenger has been reached, and said how we stand with it. */
  connected: Promise<unknown>;
  /** Sends all that is due, and waits for what is under way. */
  processAll(): Promise<void>;
  /** What falls due by the clock, and its sending. */
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  log: Logger;
  /** Shared with the doubles of a test. */
  clock?: MovableClock;
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
    await prepare(database, given);
    server = await listen(given);
    return await assemble(server, { given, log, database, clock: clock ?? (await readClock(given, database)) });
  } catch (error) {
    await server?.close();
    await database.close();
    throw error;
  }
}

/** Without its database there is nothing to start; whoever started it starts it again (compose does). */
async function prepare({ db }: OpenDatabase, { databaseUrl }: Config): Promise<void> {
  try {
    await migrate(db);
  } catch (error) {
    if (!databaseUrl || !isTransient(error)) throw error;
    const { host } = new URL(databaseUrl);
    throw new OperatorError(`Postgres at ${host} (DATABASE_URL) cannot be reached or refuses us.`, { cause: error });
  }
}

type Start = Pick<Ground, "log" | "database" | "clock"> & { given: Config };

async function assemble(server: Server, { given, log, database, clock }: Start): Promise<App> {
  const house = toHouse(given, server.port);
  const texts = createTexts(house, (problem) => log.error(problem, "a text is missing or lacks something"));
  const channels = new Map<ChannelName, Channel>();
  const config = given.sandbox ? { ...given, ...sandboxMessengers(server.port) } : given;
  const team = await openTeam({ config, database, clock, house });
  const ground: Ground = { config, log, database, clock, house, texts, team };

  const redis = await openHotCopies(config.redisUrl, { log, onChange() {} });
  const gates = redis.runScript ? createSharedGates(redis.runScript) : createGates(() => performance.now());
  const sending = {
    db: database.dispatcher,
    channels,
    gates,
    rates: scaleRates(config.pace),
    dailyLimit: () => account.dailyLimit(),
    startHolds: (ids: OutboxId[]) => startHolds(database.rest, ids, clock.now()),
    onUnsent: () => reminders.passOnSoon(),
  };
  const outbox = createOutbox({ ...sending, clock, log });
  const connections = new Map<Platform, Connection>();
  const direct = new Map<ChannelName, Channel>();
  const sight = await openSight(ground, { channels: direct, connections, redis });
  const reminders = openReminders(ground, { outbox, sight });
  const runJobs = () => desk.broadcasts.tell().then(reminders.runJobs);
  const passTime = () => catchUp(clock.now()).then(outbox.processAll);
  const sandbox = config.sandbox ? await openSandbox(ground, { port: server.port, runJobs: passTime }) : undefined;
  const lastWebhookAt = new Map<Platform, Date>();
  const hashKey = createSecretKey(await readSecret(database.db, "address-hash-key", clock.now()));
  const { dailyLimit } = sending;
  const desk = openDeskWork(ground, { port: server.port, dailyLimit, wakeDispatcher: outbox.dispatcher.wake });
  const chats = openChats(ground, {
    outbox,
    channels,
    hotCopies: redis.hotCopies,
    lastWebhookAt,
    hashKey,
    sight,
    desk,
  });
  const isConnected = () => connections.get("whatsapp")?.state().connected ?? false;
  const account = openWhatsappAccount(ground, { ...sight.alerts, isConnected });
  const messengers = openMessengers(ground, { ...chats, attach: openFiles(ground), sight, heed: account.heed });
  for (const [name, { channel }] of messengers) direct.set(name, channel);
  if (config.smtp) direct.set("mail", await createMailChannel({ smtp: config.smtp, word: texts.word }));
  for (const [name, channel] of direct) channels.set(name, sight.watch(channel));

  const work = timetable(ground, { hotCopies: redis.hotCopies, ...reminders, ...desk }).map(sight.watchJob);
  const jobs = startJobs([...work, ...[...account.jobs, ...sight.jobs].map(sight.watchJob)], log);
  const catchUp = createCatchUp(work, { log, since: clock.now() });
  const { alerts, outbox: figures, metrics } = sight;
  const warnings = { telegram: () => [], whatsapp: account.warnings };
  const parts = { redis: redis.hotCopies.state, connections, warnings, lastWebhookAt, jobs, outbox: figures, alerts };
  const checks = createChecks({ db: database.rest, clock, ...parts });
  const routes = toRoutes(ground, { messengers, sandbox, outbox, checks, metrics });
  server.open(withLastWords(routes, log, sight.fault));
  for (const [name, { connect }] of messengers) connections.set(name, keepConnecting(name, connect, log));
  outbox.dispatcher.start();
  alerts.start();

  const reached = Promise.all([...connections.values()].map(({ settled }) => settled));
  const connected = reached.then(() => Promise.all([account.lookSoon(), desk.showMenus()]));
  const ownerLink = (connections.get("telegram")?.settled ?? Promise.resolve()).then(team.ownerLink);
  ownerLink.catch(() => undefined); // told by whoever asks for it
  const { processAll } = outbox;
  const stop = () =>
    close({ desk, jobs, connections, account, sandbox, server, outbox, reminders, alerts, redis, database });
  const rooms = {
    config,
    clock,
    house,
    database,
    sandbox,
    alerts,
    whatsapp: account,
    team,
    refreshTeam: desk.refreshTeam,
  };
  return { port: server.port, ...rooms, connected, ownerLink, processAll, runJobs, stop };
}
