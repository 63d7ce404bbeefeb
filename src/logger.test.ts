import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const logger = JSON.stringify(new URL("./logger.ts", import.meta.url));

/** What a process that has a log, and does this with it, leaves on its standard output. */
async function said(script: string): Promise<unknown[]> {
  const begin = `
    import { createLogger, openOutput } from ${logger};
    const destination = openOutput();
    process.once("exit", destination.flushSync);
    const log = createLogger({ level: "info", pretty: false, destination });`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", `${begin} ${script}`]);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line).msg);
}

test("lines go out in their order, each whole", async () => {
  expect(await said(`log.info({ n: 1 }, "one"); log.info("two"); setTimeout(() => log.info("three"), 5);`)).toEqual([
    "one",
    "two",
    "three",
  ]);
});

test("what was said in the turn that ends the process is not lost", async () => {
  expect(await said(`log.info("last words"); process.exit(0);`)).toEqual(["last words"]);
});

test("a fatal line is out at once, even if the process is killed, with those before it", async () => {
  const script = `log.info("before"); log.fatal("the end"); process.kill(process.pid, "SIGKILL");`;
  const failure = await said(script).catch((error: { stdout: string }) => error);
  expect(failure).toMatchObject({ stdout: expect.stringMatching(/before.*\n.*the end/) });
});
