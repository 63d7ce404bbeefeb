import { connect, createServer, type Socket } from "node:net";

/** The way to a server that is not on the same machine: whatever is sent arrives so many milliseconds later. */
export interface SlowLine {
  url: string;
  close(): void;
}

export async function openSlowLine(url: string, delayMs: number): Promise<SlowLine> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    join(client, upstream, delayMs);
    join(upstream, client, delayMs);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the line has no port");
  const slow = new URL(url);
  slow.host = `127.0.0.1:${address.port}`;
  return {
    url: slow.href,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Timers of the same length end in the order in which they began, so the bytes stay in theirs. */
function join(from: Socket, to: Socket, delayMs: number): void {
  from.setNoDelay(true);
  from.on("data", (bytes) => setTimeout(() => to.write(bytes), delayMs));
  from.on("error", () => to.destroy());
  from.on("close", () => setTimeout(() => to.destroy(), delayMs));
}
