import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { openDatabase } from "../database/connection.ts";
import { FolderInUse } from "../database/folder-lock.ts";
import { findMigrationGaps } from "../database/migrate.ts";
import type { Database } from "../database/schema.ts";
import { findUnpaidAt } from "../database/unpaid.ts";
import { hostOf } from "./answer.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { tryToWrite } from "./folder.ts";
import { codeOf, toReason } from "./reason.ts";

/** All that one connection can tell, since others want to know of it too. */
export interface Visit {
  finding: Finding;
  /** How far the database's clock is before ours. */
  aheadMs?: number;
  /** When Meta last failed a message for want of payment. */
  unpaidAt?: Date | undefined;
}

const OLDEST = 15;
const SLOW_MS = 250;

/** Looks at the database: the one that is open, the one of `DATABASE_URL`, or the one in `DATA_DIR`. */
export async function visitDatabase(deployment: Deployment): Promise<Visit> {
  const { config, db } = deployment;
  if (db) return look(db, deployment);
  return config.databaseUrl ? visitServer(config.databaseUrl, deployment) : visitFolder(deployment);
}

async function visitServer(url: string, deployment: Deployment): Promise<Visit> {
  const database = await openDatabase({ databaseUrl: url, dataDir: "", poolSize: 1 });
  try {
    return await look(database.db, deployment);
  } catch (error) {
    return { finding: explain(error, url) };
  } finally {
    await database.close();
  }
}

async function visitFolder(deployment: Deployment): Promise<Visit> {
  const { dataDir } = deployment.config;
  const tried = await tryToWrite(dataDir);
  if (tried.type === "failed") {
    return { finding: find("database", "folder-unusable", { folder: dataDir, reason: toReason(tried.code) }) };
  }
  const isNew = await access(join(dataDir, "pglite")).then(
    () => false,
    () => true,
  );
  if (isNew) return { finding: find("database", "folder-new", { folder: dataDir }) };
  try {
    const database = await openDatabase({ databaseUrl: undefined, dataDir });
    return await look(database.db, deployment).finally(() => database.close());
  } catch (error) {
    const found = error instanceof FolderInUse ? "folder-held" : "folder-damaged";
    return { finding: find("database", found, { folder: dataDir }) };
  }
}

async function look(db: Kysely<Database>, deployment: Deployment): Promise<Visit> {
  const server = await askServer(db, deployment);
  const { pending, unknown } = await findMigrationGaps(db);
  const isEmpty = pending.includes("0001_core");
  const unpaidAt = isEmpty || pending.length ? undefined : await findUnpaidAt(db, deployment.clock.now());
  const finding = judge({ ...server, pending, unknown, isEmpty }, deployment);
  return { finding, aheadMs: server.aheadMs, unpaidAt };
}

interface Server {
  version: number;
  ms: number;
  aheadMs: number;
  isReadOnly: boolean;
}

async function askServer(db: Kysely<Database>, { clock }: Deployment): Promise<Server> {
  await sql`select 1`.execute(db); // the connection is made now, and not measured
  const before = clock.now().getTime();
  const started = performance.now();
  const { rows } = await sql<{ number: string; at: Date; isReadOnly: string }>`
    select current_setting('server_version_num') as number, clock_timestamp() as at,
      current_setting('transaction_read_only') as is_read_only`.execute(db);
  const ms = performance.now() - started;
  const { number = "0", at = new Date(before), isReadOnly = "off" } = rows[0] ?? {};
  const version = Math.floor(Number(number) / 10_000);
  return { version, ms: Math.round(ms), aheadMs: at.getTime() - before - ms / 2, isReadOnly: isReadOnly === "on" };
}

type Seen = Server & { pending: string[]; unknown: string[]; isEmpty: boolean };

function judge({ version, ms, isReadOnly, pending, unknown, isEmpty }: Seen, { config }: Deployment): Finding {
  const { databaseUrl, dataDir, telegram, whatsapp, sandbox } = config;
  const params = { version, ms, oldest: OLDEST };
  if (version < OLDEST) return find("database", "database-old", params);
  if (isReadOnly) return find("database", "database-read-only", params);
  if (unknown.length) return find("database", "database-newer", { names: unknown.join(", ") });
  if (isEmpty) return find("database", "database-empty", params);
  if (pending.length) return find("database", "database-pending", { names: pending.join(", ") });
  if (databaseUrl) return find("database", ms > SLOW_MS ? "database-slow" : "database-ok", params);
  const isForReal = !sandbox && (telegram !== undefined || whatsapp !== undefined);
  return find("database", isForReal ? "folder-unsafe" : "folder-ok", { folder: dataDir });
}

function explain(error: unknown, url: string): Finding {
  const code = codeOf(error);
  const { host, pathname, username } = new URL(url);
  if (code.startsWith("28")) return find("database", "database-refused", { host: hostOf(url), user: username });
  if (code === "3D000") return find("database", "database-missing", { host, name: pathname.slice(1) });
  if (code === "53300") return find("database", "database-full", { host });
  return find("database", "database-unreachable", { host, reason: toReason(toCode(error, code)) });
}

/** The driver gives some losses no code, only a sentence. */
function toCode(error: unknown, code: string): string {
  return error instanceof Error && /timeout/i.test(error.message) ? "ETIMEDOUT" : code;
}
