import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { OperatorError } from "../errors.ts";
import { lockFolder } from "./folder-lock.ts";

const folders: string[] = [];
const holders: ChildProcess[] = [];
afterAll(async () => {
  for (const holder of holders) holder.kill("SIGKILL");
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doorlist-lock-"));
  folders.push(folder);
  return folder;
}

/** Another process that holds the folder until it is killed. */
async function holdElsewhere(folder: string) {
  const script = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, "folder-lock.ts"))};
    await lockFolder(${JSON.stringify(folder)}); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  holders.push(child);
  await once(child.stdout, "data");
  return {
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("a folder has one holder at a time", async () => {
  const folder = await newFolder();
  const release = await lockFolder(folder);

  await expect(lockFolder(folder)).rejects.toThrow(OperatorError);
  await release();

  expect(await readdir(folder)).toEqual([]);
  await (await lockFolder(folder))();
});

test("a folder held by another process is refused, and is free once that process is killed", async () => {
  const folder = await newFolder();
  const other = await holdElsewhere(folder);

  await expect(lockFolder(folder)).rejects.toThrow(`The data folder ${folder} is in use by another Doorlist.`);
  await other.kill();

  expect(await readdir(folder)).not.toEqual([]);
  await (await lockFolder(folder))();
});

test("of many that find the folder left by a killed process, one gets it", async () => {
  const folder = await newFolder();
  await (await holdElsewhere(folder)).kill();

  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));

  const got = tries.filter((each) => each.status === "fulfilled");
  expect(got).toHaveLength(1);
  await got[0]?.value();
});

test("a folder may have a very long path", async () => {
  const folder = join(await newFolder(), "deep".repeat(30), "deeper".repeat(30));
  await mkdir(folder, { recursive: true });
  const release = await lockFolder(folder);

  await expect(lockFolder(folder)).rejects.toThrow(OperatorError);
  await release();
});
