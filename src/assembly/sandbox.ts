import { join } from "node:path";
import { createClock, type MovableClock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { OpenDatabase } from "../database/connection.ts";
import { inTransaction } from "../database/faults.ts";
import { findSetting, setSetting } from "../database/settings.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { listComing } from "../services/cards.ts";
import { insertDemoEvents } from "../services/demo-events.ts";
import { shareLinks } from "../texts/share-links.ts";
import type { Ground } from "./ground.ts";

/** Both messengers simulated, behind the same port, with three events to try. */
export async function openSandbox(
  { config, database, clock, house, team }: Ground,
  { port, runJobs }: { port: number; runJobs(): Promise<void> },
): Promise<Sandbox> {
  // Not loaded where nobody plays.
  const { createSandbox } = await import("../sandbox/sandbox.ts");
  const { createTimeTravel } = await import("../sandbox/time-travel.ts");
  const { locale, timeZone } = config;
  await inTransaction(database.db, (trx) => insertDemoEvents(trx, { now: clock.now(), locale, timeZone }));
  const advanceClock = createTimeTravel({
    clock,
    runJobs,
    keepOffset: (offsetMs) => setSetting(database.rest, "clock-offset-ms", offsetMs, clock.now()),
  });
  const listEvents = async () => {
    const { events } = await listComing(database.rest, { page: 0, pageSize: 20, now: clock.now() });
    return events.map(({ event: { title, startsAt, timeZone, slug } }) => {
      const { telegram, whatsapp } = shareLinks(slug, house, locale);
      return { title, startsAt, timeZone, telegramLink: telegram ?? "", whatsappLink: whatsapp ?? "" };
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
    ownerLink: team.ownerLink,
  });
}

/** The sandbox's clock does not go back in time when it starts again. */
export async function readClock({ sandbox }: Config, { db }: OpenDatabase): Promise<MovableClock> {
  const offset = sandbox ? await findSetting(db, "clock-offset-ms") : 0;
  return createClock(typeof offset === "number" ? offset : 0);
}
