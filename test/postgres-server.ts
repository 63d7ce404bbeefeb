import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import {
  type Account,
  findAccount,
  findFreePort,
  findProgram,
  makeTempFolder,
  run,
  type Server,
  startServer,
  waitUntilReady,
} from "./machine.ts";
import { killAll, listChildren } from "./processes.ts";

export interface PostgresServer {
  /** Of a maintenance database; the same after a restart. */
  url: string;
  /** Ends it and keeps its data for `restart()`. Fast breaks connections off, immediate is a crash in good order. */
  stop(mode?: "fast" | "immediate"): Promise<void>;
  /** Ends it as `kill -9` does, keeping its data. */
  kill(): Promise<void>;
  /** Starts it again where it was, on what is left of its data. */
  restart(): Promise<void>;
  /** Ends it for good and removes its data. */
  remove(): Promise<void>;
}

// Without fsync a killed server still loses nothing: only a power cut would tell.
const SETTINGS = ["fsync=off", "max_connections=200", "shared_buffers=64MB", "autovacuum=off", "max_wal_size=2GB"];

/**
 * A throw-away Postgres of its own, for a test that wants to stop or kill one.
 *
 * @param more settings that win over the tests' own, such as "fsync=on" where that is what is measured.
 */
export async function startPostgres(more: readonly string[] = []): Promise<PostgresServer> {
  const initdb = findProgram("initdb");
  const postgres = findProgram("postgres");
  if (!initdb || !postgres) throw new Error("the programs of Postgres are not on this machine");
  const account = await findAccount();
  const folder = await makeTempFolder(account);
  const data = join(folder.path, "data");
  await initialise(initdb, data, { account, cwd: folder.path });
  const port = await findFreePort();
  const url = `postgres://doorlist@127.0.0.1:${port}/postgres`;
  const settings = [...SETTINGS, ...more];
  const start = () => startOn({ postgres, data, port, url, account, settings });
  let server = await start();

  const end = async (signal: NodeJS.Signals) => {
    server.send(signal);
    await server.exited;
  };
  return {
    url,
    stop: (mode = "fast") => end(mode === "fast" ? "SIGINT" : "SIGQUIT"),
    async kill() {
      const backends = server.isRunning() ? await listChildren(server.pid) : [];
      await end("SIGKILL");
      await killAll(backends); // else they go on for some moments, and answer
    },
    async restart() {
      await end("SIGINT");
      server = await start();
    },
    async remove() {
      await end("SIGQUIT");
      await folder.remove();
    },
  };
}

type Place = { account: Account | undefined; cwd: string };

async function initialise(initdb: string, data: string, { account, cwd }: Place): Promise<void> {
  const locale = process.platform === "linux" ? "C.UTF-8" : "en_US.UTF-8";
  const args = ["-D", data, "-U", "doorlist", "--auth=trust", "--no-sync", "-E", "UTF8", `--locale=${locale}`];
  await run(initdb, args, { ...account, cwd });
}

interface Start {
  postgres: string;
  data: string;
  port: number;
  url: string;
  account: Account | undefined;
  settings: readonly string[];
}

async function startOn({ postgres, data, port, url, account, settings }: Start): Promise<Server> {
  const logging = [`logging_collector=on`, `log_directory=${data}/log`, `log_filename=postgres.log`];
  const options = [...settings, ...logging].flatMap((setting) => ["-c", setting]);
  // No Unix socket: its path would be too long in some temporary folders.
  const args = ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", "", ...options];
  for (let attempt = 0; attempt < 40; attempt++) {
    const server = startServer(postgres, args, { ...account, cwd: data });
    if (await waitUntilReady(server, () => answers(url))) return server;
    server.send("SIGKILL");
    await server.exited;
    await setTimeout(100); // after a kill, its last children still hold the shared memory for a moment
  }
  const log = await readFile(`${data}/log/postgres.log`, "utf8").catch(() => "no log");
  throw new Error(`Postgres did not start:\n${log.slice(-2000)}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Runs one statement outside any transaction, as making a database needs. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {}); // a server that goes down says so twice, and the query is the one that counts
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server's address, for another of its databases. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** A name no other run has, so that a shared server is safe. */
export function newDatabaseName(what: string): string {
  return `doorlist_${what}_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
}
