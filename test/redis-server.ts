import { cp, mkdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { findFreePort, findProgram, makeTempFolder, startServer, waitUntilReady } from "./machine.ts";

export interface RedisServer {
  /** The same after a restart. */
  url: string;
  /** Ends it in good order; what it has on disk stays for `restart({ keepData: true })`. */
  stop(): Promise<void>;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  /** It keeps its connections and answers nobody, until `resume()`. */
  pause(): void;
  resume(): void;
  /** Puts a copy of what it has on disk aside, for a later `restart({ keepData: "remembered" })`. */
  remember(): Promise<void>;
  /**
   * Starts it again on the same port: with what it had on disk (the append-only file, or what SAVE wrote), with what was
   * remembered, or empty.
   */
  restart(options: { keepData: boolean | "remembered" }): Promise<void>;
  /** Ends it for good and removes its data. */
  remove(): Promise<void>;
}

/** A throw-away Redis of its own, for a test that wants to stop, pause or kill one. */
export async function startRedis({ appendOnly = false }: { appendOnly?: boolean } = {}): Promise<RedisServer> {
  const program = findProgram("redis-server");
  if (!program) throw new Error("the program of Redis is not on this machine");
  const folder = await makeTempFolder();
  const data = join(folder.path, "data");
  const remembered = join(folder.path, "remembered");
  const port = await findFreePort();
  const options = { port, bind: "127.0.0.1", dir: data, save: "", appendonly: appendOnly ? "yes" : "no" };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const start = async () => {
    await mkdir(data, { recursive: true });
    const started = startServer(program, args, { cwd: folder.path });
    if (!(await waitUntilReady(started, () => answers(port)))) throw new Error("Redis did not start");
    return started;
  };
  let server = await start();

  const end = async (signal: NodeJS.Signals) => {
    server.send("SIGCONT");
    server.send(signal);
    await server.exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    pause: () => server.send("SIGSTOP"),
    resume: () => server.send("SIGCONT"),
    async remember() {
      await rm(remembered, { recursive: true, force: true });
      await cp(data, remembered, { recursive: true });
    },
    async restart({ keepData }) {
      await end("SIGTERM");
      if (keepData !== true) await rm(data, { recursive: true, force: true });
      if (keepData === "remembered") await cp(remembered, data, { recursive: true });
      server = await start();
    },
    async remove() {
      await end("SIGKILL");
      await folder.remove();
    },
  };
}

function answers(port: number): Promise<boolean> {
  const connection = connect(port, "127.0.0.1");
  return new Promise<boolean>((resolve) => {
    connection.once("connect", () => connection.write("PING\r\n"));
    connection.once("data", (answer) => resolve(answer.toString().startsWith("+PONG")));
    connection.once("error", () => resolve(false));
    connection.setTimeout(1000, () => resolve(false));
  }).finally(() => connection.destroy());
}
