import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, realpath, rename, rm, symlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { OperatorError } from "../errors.ts";

const SOCKET = "in-use.sock";

/** Frees the folder. The end of the process frees it too, however it ends. */
export type Release = () => Promise<void>;

/**
 * Takes a folder for this process alone: PGlite lets two open one folder without an error, and destroys it.
 *
 * The lock is a Unix socket in the folder, with a listener behind it. Unlike a pid in a file it tells the truth between
 * containers, and after a `kill -9`, when nobody answers any more.
 *
 * @throws OperatorError if another process holds the folder.
 */
export async function lockFolder(folder: string): Promise<Release> {
  const door = await shortWayInto(await realpath(folder));
  try {
    const server = await hold(door.socket);
    return async () => {
      await new Promise((resolve) => server.close(resolve));
      await door.remove();
    };
  } catch (error) {
    await door.remove();
    if (error !== taken) throw error;
    throw new OperatorError(
      `The data folder ${folder} is in use by another Doorlist. Stop that one first, or give this one a DATA_DIR of its own.`,
    );
  }
}

const taken = new Error("the socket is held by a living process");

/** A socket's path may have about 100 characters only, a folder's many more: so we come in by a short symbolic link. */
async function shortWayInto(folder: string): Promise<{ socket: string; remove(): Promise<void> }> {
  if (platform() === "win32") {
    const hash = createHash("sha256").update(folder).digest("hex");
    return { socket: `\\\\.\\pipe\\doorlist-${hash}`, remove: async () => {} };
  }
  const link = await mkdtemp(join(tmpdir(), "doorlist-"));
  await symlink(folder, join(link, "d"));
  return { socket: join(link, "d", SOCKET), remove: () => rm(link, { recursive: true, force: true }) };
}

async function hold(socket: string): Promise<Server> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const server = await listen(socket);
    if (server) return server;
    if (await isAnswered(socket)) break;
    await removeStale(socket);
  }
  throw taken;
}

/** Undefined if the name is there already, whether somebody lives behind it or not. */
function listen(socket: string): Promise<Server | undefined> {
  const server = createServer((connection) => connection.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(socket, () => resolve(server.unref()));
  });
}

/** Two processes that find the same stale socket must not remove each other's new one, hence the second look. */
async function removeStale(socket: string): Promise<void> {
  const aside = socket.replace(SOCKET, `${randomUUID().slice(0, 8)}.sock`);
  try {
    await rename(socket, aside);
  } catch {
    return; // gone already
  }
  if (await isAnswered(aside)) await rename(aside, socket);
  else await rm(aside, { force: true });
}

function isAnswered(socket: string): Promise<boolean> {
  const connection = connect(socket);
  return new Promise((resolve) => {
    connection.once("connect", () => resolve(true));
    connection.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT"),
    );
  }).finally(() => connection.destroy()) as Promise<boolean>;
}
