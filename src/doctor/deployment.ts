import { lookup } from "node:dns";
import { resolve4 } from "node:dns/promises";
import { statfs } from "node:fs/promises";
import type { LookupFunction } from "node:net";
import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/schema.ts";
import type { Problem } from "../variables.ts";
import type { Word } from "../whatsapp/templates.ts";

/** What the doctor looks at, and by what means. */
export interface Deployment {
  /** With the port and the public address as they really are. */
  config: Config;
  /** What of the environment makes no sense; the parts it is about are not looked at. */
  problems: readonly Problem[];
  /** Variables that look like ours and are none. */
  strangers: readonly string[];
  /** This machine's own, never the sandbox's. */
  clock: Clock;
  word: Word;
  /** The database as a running app has it; without it the doctor opens one, and finds an embedded one held. */
  db: Kysely<Database> | undefined;
  instruments: Instruments;
}

/** What a test can replace, since no test fills a disk or owns a domain. */
export interface Instruments {
  readFreeBytes(folder: string): Promise<number>;
  /** The public IPv4 addresses of a name. */
  resolve4(host: string): Promise<string[]>;
  /** Where this machine goes for a name. */
  lookup: LookupFunction;
}

export const INSTRUMENTS: Instruments = {
  async readFreeBytes(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  resolve4,
  lookup,
};
