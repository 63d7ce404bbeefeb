import type { OpenDatabase } from "../database/connection.ts";
import type { Platform } from "../messages.ts";
import type { Connection } from "../outbox/connection.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Timetable } from "../scheduler/jobs.ts";
import type { Server } from "../web/server.ts";
import type { Alerts } from "./alerts.ts";
import type { DeskWork } from "./desk.ts";
import type { Reminders } from "./reminders.ts";
import type { WhatsappAccount } from "./whatsapp-account.ts";

interface Running {
  desk: DeskWork;
  jobs: Timetable;
  connections: ReadonlyMap<Platform, Connection>;
  account: WhatsappAccount;
  sandbox: Sandbox | undefined;
  server: Server;
  outbox: Outbox;
  reminders: Reminders;
  alerts: Alerts;
  redis: { close(): void };
  database: OpenDatabase;
}

/** What brings work goes first, then what does it, then what it stands on. */
export async function close(running: Running): Promise<void> {
  const { desk, jobs, connections, account, sandbox, server, outbox, reminders, alerts, redis, database } = running;
  jobs.stop();
  desk.stop();
  for (const connection of connections.values()) connection.stop();
  account.stop();
  sandbox?.close();
  await server.close();
  await outbox.stop();
  await reminders.idle();
  await alerts.stop();
  redis.close();
  await database.close();
}
