import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Platform } from "../src/messages.ts";
import { findFreePort, makeTempFolder, type Server, startServer } from "../test/machine.ts";
import { createPoster } from "./crowd/poster.ts";
import type { Ground } from "./ground.ts";
import { HEAP_FLAGS, type Program, toEnvironment } from "./programs.ts";

/** A program that runs and answers. */
export interface Running {
  port: number;
  pid: number;
  /** From the start of the process to its first answer to a request. */
  startMs: number;
  stop(): Promise<void>;
}

interface Start {
  platform: Platform;
  databaseUrl: string | undefined;
  /** Without it, the program has no Redis. */
  redisUrl?: string | undefined;
  flags?: readonly string[];
  env?: Record<string, string>;
  /** A folder that outlives the program, in which its data is. */
  dataDir?: string;
}

const PATIENCE_MS = 60_000;
const POLL_MS = 5;

/** Starts a program as its operator would, and waits until it answers. */
export async function startProgram(program: Program, ground: Ground, start: Start): Promise<Running> {
  const folder = await makeTempFolder();
  const port = await findFreePort();
  const dataDir = start.dataDir ?? folder.path;
  const places = { ...ground.crowd, port, dataDir, databaseUrl: start.databaseUrl, redisUrl: start.redisUrl };
  const { PATH = "" } = process.env;
  const env = { PATH, ...toEnvironment(start.platform, places), ...start.env };
  const log = openSync(join(folder.path, "log"), "a");
  const args = [...HEAP_FLAGS, ...(start.flags ?? []), program.main];
  const began = performance.now();
  const server = startServer(process.execPath, args, { cwd: folder.path, env, stdio: ["ignore", log, log] });
  if (!(await isAnswering(server, port))) {
    server.send("SIGKILL");
    const said = await readFile(join(folder.path, "log"), "utf8");
    throw new Error(`${program.title} did not start:\n${said.slice(-2_000)}`);
  }
  const startMs = performance.now() - began;
  return {
    port,
    pid: server.pid,
    startMs,
    async stop() {
      server.send("SIGTERM");
      await Promise.race([server.exited, setTimeout(20_000)]);
      server.send("SIGKILL");
      await server.exited;
      await folder.remove();
    },
  };
}

/** Any answer will do: that it refuses what is no webhook shows that it listens and thinks. False if it never does. */
async function isAnswering(server: Server, port: number): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  while (server.isRunning() && performance.now() < deadline) {
    const poster = createPoster(port);
    const request = { path: "/telegram", headers: {}, body: "{}" };
    const status = await poster.post(request).then(
      (answer) => answer.status,
      () => 0,
    );
    poster.close();
    if (status >= 200 && status < 500) return true;
    await setTimeout(POLL_MS);
  }
  return false;
}
