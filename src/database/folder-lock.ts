import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, realpath, rename, rm, symlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { OperatorError } from "../errors.ts";

const CLAIM = /^claim-.+\.sock$/;

/** Frees the folder. The end of the process frees it too, however it ends. */
export type Release = () => Promise<void>;

/** Somebody else has the folder: another Doorlist runs with it. */
export class FolderInUse extends OperatorError {
  override name = "FolderInUse";
}

/**
 * Takes a folder for this process alone: PGlite lets two open one folder without an error, and destroys it.
 *
 * The lock is a Unix socket in the folder, with a listener behind it. Unlike a pid in a file it tells the truth between
 * containers, and after a `kill -9`, when nobody answers any more.
 *
 * @throws FolderInUse if another process holds the folder, OperatorError if no lock can be made there.
 */
export async function lockFolder(folder: string): Promise<Release> {
  const release = await (platform() === "win32" ? claimByName(folder) : claimInside(folder));
  if (release) return release;
  throw new FolderInUse(
    `The data folder ${folder} is in use by another Doorlist. Stop that one first, or give this one a DATA_DIR of its own.`,
  );
}

/** The folder twice: sockets are reached by a short link to it, as their path may have about 100 characters only. */
interface Place {
  folder: string;
  link: string;
}

async function claimInside(folder: string): Promise<Release | undefined> {
  const temp = await mkdtemp(join(tmpdir(), "doorlist-"));
  try {
    const place = { folder: await realpath(folder), link: join(temp, "in") };
    await symlink(place.folder, place.link);
    return await claimOnceFree(place);
  } catch (error) {
    throw new OperatorError(`DATA_DIR: no lock can be made in the folder ${folder}`, { cause: error });
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

async function claimOnceFree(place: Place): Promise<Release | undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const claim = await announce(place);
    const others = await listOthers(place, claim.name);
    if (!others.length) {
      claim.hold();
      return claim.withdraw;
    }
    await claim.withdraw();
    if (others.includes("held")) return undefined;
    await setTimeout(Math.random() * 20 * (attempt + 1)); // several start at once: step back, not in step
  }
  return undefined;
}

/**
 * First to be seen, then to look: of two that do so at once at least one sees the other, so never do both hold.
 *
 * A claim gets its name when somebody listens behind it, hence one that nobody answers is dead and not about to live.
 */
async function announce({ folder, link }: Place) {
  const name = `claim-${randomUUID().slice(0, 8)}.sock`;
  let answer = "starting";
  const server = createServer((connection) => connection.on("error", () => {}).end(answer));
  await listen(server, join(link, `new-${name}`));
  await rename(join(folder, `new-${name}`), join(folder, name));
  return {
    name,
    hold() {
      answer = "held";
    },
    async withdraw() {
      await rm(join(folder, name), { force: true });
      await close(server);
    },
  };
}

type Answer = "held" | "starting";

async function listOthers({ folder, link }: Place, mine: string): Promise<Answer[]> {
  const names = (await readdir(folder)).filter((name) => CLAIM.test(name) && name !== mine);
  const answers = await Promise.all(
    names.map(async (name) => {
      const answer = await ask(join(link, name));
      if (!answer) await rm(join(folder, name), { force: true });
      return answer;
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}

/** Undefined if nobody lives there. One who is there and says nothing, stopped or busy, holds it. */
function ask(socket: string): Promise<Answer | undefined> {
  const connection = connect(socket);
  return new Promise<Answer | undefined>((resolve) => {
    connection.once("data", (answer) => resolve(answer.toString() === "starting" ? "starting" : "held"));
    connection.once("end", () => resolve("held"));
    connection.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" || error.code === "ENOENT" ? undefined : "held"),
    );
    connection.setTimeout(1000, () => resolve("held"));
  }).finally(() => connection.destroy());
}

/** Windows has named pipes instead: gone with their process, and one name has one holder. */
async function claimByName(folder: string): Promise<Release | undefined> {
  const hash = createHash("sha256")
    .update(await realpath(folder))
    .digest("hex");
  const server = createServer((connection) => connection.destroy());
  try {
    await listen(server, `\\\\.\\pipe\\doorlist-${hash}`);
    return () => close(server);
  } catch {
    return undefined;
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.unref();
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
