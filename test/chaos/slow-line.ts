import { connect, createServer, type Socket } from "node:net";
import { listenOnLoopback } from "../loopback.ts";

/** The way to a server that is not on the same machine: whatever is sent arrives so many milliseconds later. */
export interface SlowLine {
  url: string;
  close(): Promise<void>;
}

export async function openSlowLine(url: string, delayMs: number): Promise<SlowLine> {
  const { hostname, port } = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    join(client, upstream, delayMs);
    join(upstream, client, delayMs);
  });
  const { port: ours, close } = await listenOnLoopback(server);
  const slow = new URL(url);
  slow.host = `127.0.0.1:${ours}`;
  return {
    url: slow.href,
    close,
  };
}

/** Timers of the same length end in the order in which they began, so the bytes stay in theirs. */
function join(from: Socket, to: Socket, delayMs: number): void {
  from.setNoDelay(true);
  from.on("data", (bytes) => setTimeout(() => to.write(bytes), delayMs));
  from.on("error", () => to.destroy());
  from.on("close", () => setTimeout(() => to.destroy(), delayMs));
}
