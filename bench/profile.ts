import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What `node --cpu-prof` writes, as far as it is read here. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
}

/** Rooms of the work in the order in which a frame is asked whose it is; what belongs to none counts for its caller. */
const ROOMS: [room: string, frames: RegExp][] = [
  ["the ticket's picture", /src\/tickets\//],
  [
    "Postgres: building, asking, reading",
    /src\/database\/|node_modules\/(kysely|pg|pg-[\w-]+|pgpass|postgres-[\w-]+)\//,
  ],
  [
    "Redis",
    /node_modules\/(ioredis|redis-[\w-]+|@ioredis)\/|src\/chats\/(redis|hot-copy|breaker)|src\/outbox\/shared-gates/,
  ],
  ["wording", /src\/texts\/|node_modules\/@fluent\//],
  [
    "calls to the platform",
    /node:internal\/deps\/undici|src\/(telegram|whatsapp)\/(channel|fetch|api|render|uploads|graph)|node_modules\/grammy\//,
  ],
  [
    "the log and the figures",
    /src\/(logger|redaction|assembly\/sight|alerts\/|web\/metrics)|node_modules\/(pino|prom-client|sonic-boom|thread-stream)[\w-]*\//,
  ],
  ["the webhook: HTTP and parsing", /src\/(web|telegram|whatsapp)\/|node_modules\/(hono|@hono|zod)\//],
  ["the dialogue", /src\/dialogue\//],
  ["the rules", /src\/services\//],
  ["chats and outbox", /src\/(chats|outbox|assembly)\//],
];
const REST = "Node itself: sockets, timers, starting";

/** Of the work of all rooms: what the kernel takes to hand bytes on, and to wake whoever waits for them. */
export const WRITING = "writing to sockets";
const WRITES = /^write(v|Buffer|String|Utf8String|Latin1String)$/;

interface Window {
  fromMs: number;
  forMs: number;
}

/**
 * How the work of a window, from the start of the process, is shared out among the rooms, of 1; idling is no work.
 * And, of all of it, what is `WRITING`.
 */
export function shareOut(
  { nodes, samples, timeDeltas }: CpuProfile,
  { fromMs, forMs }: Window,
): Record<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const roomOf = (id: number | undefined): string => {
    const node = id === undefined ? undefined : byId.get(id);
    if (!node) return REST;
    const { functionName, url } = node.callFrame;
    if (functionName === "(garbage collector)") return "collecting garbage";
    return ROOMS.find(([, frames]) => frames.test(url))?.[0] ?? roomOf(callers.get(node.id));
  };
  const shares: Record<string, number> = {};
  let writing = 0;
  let at = 0;
  for (let n = 0; n < samples.length; n++) {
    const [id, delta = 0] = [samples[n], timeDeltas[n]];
    at += delta / 1000;
    if (at < fromMs || at > fromMs + forMs) continue;
    const frame = id === undefined ? undefined : byId.get(id)?.callFrame;
    if (!frame || frame.functionName === "(idle)") continue;
    const room = roomOf(id);
    shares[room] = (shares[room] ?? 0) + delta;
    if (frame.url === "" && WRITES.test(frame.functionName)) writing += delta;
  }
  const whole = Object.values(shares).reduce((sum, part) => sum + part, 0);
  const parts = Object.entries({ ...shares, [WRITING]: writing });
  return Object.fromEntries(parts.map(([of, part]) => [of, part / whole]));
}

/** The profile in a folder. */
export async function readProfile(folder: string): Promise<CpuProfile> {
  const [file] = (await readdir(folder)).filter((name) => name.endsWith(".cpuprofile"));
  if (!file) throw new Error("no profile was written");
  return JSON.parse(await readFile(join(folder, file), "utf8"));
}
