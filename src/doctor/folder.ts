import { access, mkdtemp, rmdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { codeOf } from "./reason.ts";

/** The folder itself, or the first above it that is there. */
export async function findExisting(folder: string): Promise<string> {
  const path = resolve(folder);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : findExisting(dirname(path));
}

/** Makes a folder there and takes it away again: permissions alone tell neither of a full nor of a read-only disk. */
export async function tryToWrite(folder: string): Promise<{ type: "written" } | { type: "failed"; code: string }> {
  try {
    await rmdir(await mkdtemp(join(await findExisting(folder), ".doorlist-")));
    return { type: "written" };
  } catch (error) {
    return { type: "failed", code: codeOf(error) };
  }
}
