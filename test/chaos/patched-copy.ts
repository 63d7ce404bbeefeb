import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeTempFolder } from "../machine.ts";
import type { Patch } from "./mutations.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** The source as it stands, with some lines of it others. @throws Error if a line is not there as it was */
export function patchSource(source: string, { file, from, to, times = 1 }: Patch): string {
  const pieces = source.split(from);
  if (pieces.length !== times + 1)
    throw new Error(`${file} has this ${pieces.length - 1} times, not ${times}: ${from}`);
  return pieces.join(to);
}

/** A copy of the product with these lines switched off, which is gone with `remove()`; `main` starts it. */
export async function copyPatched(patches: readonly Patch[]): Promise<{ main: string; remove(): Promise<void> }> {
  const folder = await makeTempFolder();
  const main = join(folder.path, "test", "clocked-main.ts");
  for (const part of ["src", "migrations"]) await cp(join(ROOT, part), join(folder.path, part), { recursive: true });
  await mkdir(join(folder.path, "test"));
  await cp(join(ROOT, "test", "clocked-main.ts"), main);
  await cp(join(ROOT, "package.json"), join(folder.path, "package.json"));
  await symlink(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
  for (const patch of patches) {
    const path = join(folder.path, patch.file);
    await writeFile(path, patchSource(await readFile(path, "utf8"), patch));
  }
  return { main, remove: folder.remove };
}
