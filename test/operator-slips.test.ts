import { cp } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder, run } from "./machine.ts";

const root = join(import.meta.dirname, "..");

/** What a program says as it fails. */
async function fails(args: string[]): Promise<{ code: number; stderr: string }> {
  return run(process.execPath, args).then(
    () => ({ code: 0, stderr: "" }),
    (error: { code: number; stderr: string }) => error,
  );
}

test.each(["scripts/migrate.ts", "scripts/doctor.ts", "scripts/whatsapp-templates.ts", "test/chaos/main.ts"])(
  "%s does nothing by guess: a flag it does not know is answered with those that it knows",
  async (script) => {
    const { code, stderr } = await fails([join(root, script), "--nonsense"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^Unknown option '--nonsense'\.\nUsage: npm run [a-z:]+(?: --(?: \[--[a-z]+(?:=\.\.\.)?\])+)?\n$/,
    );
  },
);

test("on an old Node it says which one it needs, and how to have it", async () => {
  const old = `data:text/javascript,Object.defineProperty(process, "versions", { value: { node: "20.20.2" } })`;
  const { code, stderr } = await fails(["--import", old, join(root, "src/start.js")]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    "Doorlist cannot start.\nDoorlist needs Node 24 or later, and this is Node 20.20.2. npm ci brings one: npm ci && npm start\n",
  );
});

test("before anything is installed it says that", async () => {
  const folder = await makeTempFolder();
  await cp(join(root, "src"), join(folder.path, "src"), { recursive: true });
  await cp(join(root, "package.json"), join(folder.path, "package.json"));
  const { code, stderr } = await fails([join(folder.path, "src/start.js")]);
  expect(code).toBe(1);
  expect(stderr).toBe("Doorlist cannot start.\nWhat Doorlist is made of is not installed yet: npm ci && npm start\n");
  await folder.remove();
});
