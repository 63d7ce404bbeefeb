import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTempFolder } from "../test/machine.ts";
import { loadEnvFile } from "./env-file.ts";

let folder: Awaited<ReturnType<typeof makeTempFolder>>;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

const TEXT = "ORGANISATION_NAME=Зелёный клуб\r\nPORT=3001\r\n# a comment\r\n";

test.each([
  ["plain", Buffer.from(TEXT)],
  ["with a mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
  ["UTF-16, big end first", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16()],
])(".env is read as its editor wrote it: %s", async (name, bytes) => {
  const path = join(folder.path, name);
  await writeFile(path, bytes);
  const env = {};
  loadEnvFile(env, path);
  expect(env).toEqual({ ORGANISATION_NAME: "Зелёный клуб", PORT: "3001" });
});

test("what is set already holds, and nobody needs the file", async () => {
  const path = join(folder.path, "set");
  await writeFile(path, TEXT);
  const env = { PORT: "80" };
  loadEnvFile(env, path);
  loadEnvFile(env, join(folder.path, "missing"));
  expect(env).toMatchObject({ PORT: "80", ORGANISATION_NAME: "Зелёный клуб" });
});

test("a folder in its place is named, as Docker makes one for a file that is not there", async () => {
  const path = join(folder.path, ".env");
  await mkdir(path);
  expect(() => loadEnvFile({}, path)).toThrow(/\.env is a folder, and must be a file/);
});
