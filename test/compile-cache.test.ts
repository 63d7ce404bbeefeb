import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { findFreePort, makeTempFolder, run, startServer, waitUntilReady } from "./machine.ts";

const root = join(import.meta.dirname, "..");
const START = join(root, "src", "start.js");
/** Those of `npm start`: some flags would have Node compile anew. */
const FLAGS = manifest.scripts.start.split(" ").slice(1, -1);
/** Says, at the end of a process, whether Node's stripper of types was loaded in it. */
const PROBE = `data:text/javascript,process.on("exit", () => console.log(
  process.moduleLoadList.some((name) => name.includes("amaro")) ? "stripped types" : "stripped nothing"))`;

let folder: Awaited<ReturnType<typeof makeTempFolder>>;

beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

test("with the cache that the image is built with, a start strips no types", { timeout: 90_000 }, async () => {
  const cache = join(folder.path, "built");
  await run(process.execPath, [join(root, "scripts/compile.ts")], { env: { NODE_COMPILE_CACHE: cache } });

  expect(await startAndStop(cache)).toMatch(/stripped nothing\n$/);
});

test("a start leaves the cache for the next one, even if it is killed", { timeout: 90_000 }, async () => {
  const cache = join(folder.path, "left");

  expect(await startAndStop(cache, "SIGKILL")).not.toMatch(/stripped/);
  expect(await startAndStop(cache)).toMatch(/stripped nothing\n$/);
});

test("without a cache it starts too, and strips types", async () => {
  const env = { NODE_DISABLE_COMPILE_CACHE: "1", NODE_ENV: "production" };

  const started = run(process.execPath, ["--import", PROBE, START], { env });
  await expect(started).rejects.toMatchObject({
    stdout: "stripped types\n",
    stderr: expect.stringContaining("No messenger is configured"),
  });
});

/** What it said, with the sandbox and a database of its own. */
async function startAndStop(cache: string, signal: NodeJS.Signals = "SIGTERM"): Promise<string> {
  const port = await findFreePort();
  const data = await makeTempFolder();
  const env = { NODE_COMPILE_CACHE: cache, SANDBOX: "1", HOST: "127.0.0.1", PORT: String(port), DATA_DIR: data.path };
  const path = join(data.path, "log");
  const log = openSync(path, "a");
  const args = [...FLAGS, "--import", PROBE, START];
  const server = startServer(process.execPath, args, { cwd: data.path, env, stdio: ["ignore", log, log] });
  const isReady = await waitUntilReady(server, async () => {
    if (!(await readFile(path, "utf8")).includes("Doorlist listens")) return false;
    return (await fetch(`http://127.0.0.1:${port}/health/live`)).ok; // it has time again: what follows a start is done
  });
  server.send(signal);
  await server.exited;
  const said = await readFile(path, "utf8");
  await data.remove();
  if (!isReady) throw new Error(`it did not start: ${said}`);
  return said;
}
