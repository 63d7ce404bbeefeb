import { connect, createServer } from "node:net";
import { listenOnLoopback } from "./loopback.ts";

/** A TCP proxy in front of a real server, which notes what the app asks of it. */
export interface Wiretap {
  /** The server's address, by way of here. */
  url: string;
  /** What was asked from now on, until `stop` is called; and in how many round trips, of what begins so. */
  listen(): { stop(): string[]; countTrips(beginning: string): number };
  close(): Promise<void>;
}

/** Reads the bytes of one connection, in whatever pieces they come, and gives what is asked in them. */
type Reader = (bytes: Buffer) => string[];

/** Notes "pool: statement" for each statement that is sent to Postgres. */
export function tapPostgres(url: string): Promise<Wiretap> {
  return openWiretap(url, readStatements);
}

/** Notes the name of each command that is sent to Redis. */
export function tapRedis(url: string): Promise<Wiretap> {
  return openWiretap(url, readCommands);
}

interface Asked {
  what: string;
  /** Everything that its connection was asked before has been answered. */
  opensTrip: boolean;
}

async function openWiretap(url: string, createReader: () => Reader): Promise<Wiretap> {
  const target = new URL(url);
  const asked: Asked[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = createReader();
    let isAnswered = true;
    client.on("data", (bytes) => {
      for (const what of read(bytes)) {
        asked.push({ what, opensTrip: isAnswered });
        isAnswered = false;
      }
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      isAnswered = true;
      client.write(bytes);
    });
    for (const [socket, other] of [[client, upstream] as const, [upstream, client] as const]) {
      socket.setNoDelay(true);
      socket.on("error", () => other.destroy());
      socket.on("close", () => other.destroy());
    }
  });
  const { port, close } = await listenOnLoopback(server);
  const tapped = new URL(url);
  tapped.host = `127.0.0.1:${port}`;
  return {
    url: tapped.href,
    listen() {
      const from = asked.length;
      return {
        stop: () => asked.slice(from).map(({ what }) => what),
        countTrips: (beginning) =>
          asked.slice(from).filter(({ what, opensTrip }) => opensTrip && what.startsWith(beginning)).length,
      };
    },
    close,
  };
}

/** Postgres's protocol: a first message without a type, which names the pool, then a type and a length each. */
function readStatements(): Reader {
  let rest = Buffer.alloc(0);
  let pool: string | undefined;
  const kept = new Map<string, string>();
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const statements: string[] = [];
    for (;;) {
      const start = pool === undefined ? 0 : 1;
      if (rest.length < start + 4) return statements;
      const end = start + rest.readInt32BE(start);
      if (rest.length < end) return statements;
      const body = rest.subarray(start + 4, end).toString();
      if (pool === undefined) pool = /application_name\0doorlist ([^\0]*)/.exec(body)?.[1] ?? "";
      else statements.push(...toStatement(rest.toString("latin1", 0, 1), body, kept).map((sql) => `${pool}: ${sql}`));
      rest = rest.subarray(end);
    }
  };
}

/** "Q" asks at once; "P" prepares, by a name or none, what "B" gives its values; once each in our client. */
function toStatement(type: string, body: string, kept: Map<string, string>): string[] {
  const [first = "", second = ""] = body.split("\0");
  if (type === "Q") return [first];
  if (type === "P") kept.set(first, second);
  return type === "B" ? [kept.get(second) ?? ""] : [];
}

/** Redis's protocol: `*2\r\n$3\r\nGET\r\n$5\r\nvalue\r\n`. */
function readCommands(): Reader {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const commands: string[] = [];
    for (;;) {
      const command = readCommand(rest);
      if (!command) return commands;
      commands.push(command.name);
      rest = rest.subarray(command.end);
    }
  };
}

function readCommand(bytes: Buffer): { name: string; end: number } | undefined {
  const words: string[] = [];
  let at = bytes.indexOf("\r\n");
  if (at < 0) return undefined;
  const count = Number(bytes.toString("latin1", 1, at));
  at += 2;
  for (let n = 0; n < count; n++) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const end = line + 2 + Number(bytes.toString("latin1", at + 1, line));
    if (bytes.length < end + 2) return undefined;
    words.push(bytes.toString("utf8", line + 2, end));
    at = end + 2;
  }
  return { name: words[0]?.toLowerCase() ?? "", end: at };
}
