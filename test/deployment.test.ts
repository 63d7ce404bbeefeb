import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { findProgram, makeTempFolder, run } from "./machine.ts";

const root = join(import.meta.dirname, "..");
const caddy = findProgram("caddy");
const compose = await findCompose();

let folder: Awaited<ReturnType<typeof makeTempFolder>>;

beforeAll(async () => {
  folder = await makeTempFolder();
  await copyFile(join(root, "docker-compose.yml"), join(folder.path, "docker-compose.yml"));
  await copyFile(join(root, ".env.example"), join(folder.path, ".env"));
});
afterAll(() => folder.remove());

test("every variable that the configuration reads is in .env.example", async () => {
  const example = parseEnv(await readText(".env.example"));

  expect(Object.keys(example)).toEqual(expect.arrayContaining(await listReadVariables()));
});

test("nothing in .env.example is read by nobody", async () => {
  const read = new Set(await listReadVariables());
  const deployment = (await readText("docker-compose.yml")) + (await readText("Caddyfile"));

  const unread = Object.keys(parseEnv(await readText(".env.example"))).filter(
    (name) => !read.has(name) && !deployment.includes(`\${${name}:-`) && !deployment.includes(`{$${name}:`),
  );

  expect(unread).toEqual([]);
});

test(".env.example works as it is, and says what the defaults are", async () => {
  const { apiTokens, ...config } = readConfig(parseEnv(await readText(".env.example")));
  const { apiTokens: _, ...defaults } = readConfig({});

  expect(config).toEqual(defaults);
  expect(config.sandbox).toBe(true);
  expect(apiTokens).toHaveLength(1);
});

test("the image has the Node that package.json asks for", async () => {
  const { engines, devDependencies } = JSON.parse(await readText("package.json"));
  const images = [...(await readText("Dockerfile")).matchAll(/^FROM node:(\d+)-slim/gm)].map((match) => match[1]);

  expect(new Set(images)).toEqual(new Set([devDependencies.node.split(".")[0]]));
  expect(engines.node).toBe(`>=${images[0]}`);
});

test("the image starts what npm start does", async () => {
  const { scripts } = JSON.parse(await readText("package.json"));
  const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(await readText("Dockerfile")) ?? [];
  expect(JSON.parse(command).join(" ")).toBe(scripts.start);
});

test.skipIf(!caddy)(needs(caddy, "Caddy understands the Caddyfile", "caddy"), async () => {
  for (const DOMAIN of ["localhost", "club.example"]) {
    const { stdout } = await runCaddy("adapt", DOMAIN);
    await runCaddy("validate", DOMAIN);

    expect(stdout).toContain(`"host":["${DOMAIN}"]`);
    expect(stdout).toContain('"dial":"app:3000"');
    expect(stdout).toContain('"max_idle_conns_per_host":128');
    expect(stdout).toMatch(/"status_code":404.*"path":\["\/metrics","\/metrics\/\*"\].*"reverse_proxy"/);
  }
});

test.skipIf(!compose)(needs(compose, "Compose understands docker-compose.yml", "docker-compose"), async () => {
  const { stdout: services } = await runCompose("config", "--services");
  expect(services.trim().split("\n").sort()).toEqual(["app", "caddy", "postgres", "redis"]);

  const { stdout: config } = await runCompose("config");
  expect(config.match(/restart: unless-stopped/g)).toHaveLength(4);
  expect(config.match(/healthcheck:/g)).toHaveLength(3); // the app's own is in its image
  expect(config).toContain("DATABASE_URL: postgres://doorlist:secret@postgres:5432/doorlist");
  expect(config).toContain("PUBLIC_URL: https://club.example");
  expect(config).toContain("DATA_DIR: /data");
});

/** The names in the schema of src/variables.ts, which is where the environment is read; the image sets NODE_ENV itself. */
async function listReadVariables(): Promise<string[]> {
  const names = [...(await readText("src/variables.ts")).matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    (match) => match[1] ?? "",
  );
  expect(names.length).toBeGreaterThan(20);
  return names.filter((name) => name !== "NODE_ENV");
}

function readText(path: string): Promise<string> {
  return readFile(join(root, path), "utf8");
}

function needs(program: unknown, name: string, debian: string): string {
  return program ? name : `${name} (skipped: install ${debian} to check it)`;
}

async function findCompose(): Promise<string[] | undefined> {
  const standalone = findProgram("docker-compose");
  if (standalone) return [standalone];
  const docker = findProgram("docker");
  if (!docker) return undefined;
  return run(docker, ["compose", "version"]).then(
    () => [docker, "compose"],
    () => undefined,
  );
}

function runCaddy(command: string, DOMAIN: string) {
  const args = [command, "--config", join(root, "Caddyfile"), "--adapter", "caddyfile"];
  // Caddy makes its own folders in HOME when it validates.
  return run(caddy ?? "", args, { env: { PATH: process.env.PATH, HOME: folder.path, DOMAIN } });
}

function runCompose(...args: string[]) {
  const [program = "", ...first] = compose ?? [];
  const env = { PATH: process.env.PATH, HOME: folder.path, DOMAIN: "club.example", POSTGRES_PASSWORD: "secret" };
  return run(program, [...first, ...args], { cwd: folder.path, env });
}
