import { pino } from "pino";
import { expect, test } from "vitest";
import { createCatchUp } from "./jobs.ts";

const log = pino({ level: "silent" });
const MINUTE_MS = 60_000;

/** What was run while a clock was moved from one moment to another, by so much at each step. */
async function travel(from: string, to: string, stepMs: number, failing: string[] = []): Promise<string[]> {
  const ran: string[] = [];
  const job = (name: string, pattern: string) => ({
    name,
    pattern,
    async run() {
      ran.push(name);
      if (failing.includes(name)) throw new Error("no luck");
    },
  });
  const jobs = [job("nightly", "37 3 * * *"), job("hourly", "27 * * * *")];
  const catchUp = createCatchUp(jobs, { log, since: new Date(from) });
  for (let at = Date.parse(from); at <= Date.parse(to); at += stepMs) await catchUp(new Date(at));
  return ran;
}

test("a clock that is moved by minutes runs the nightly job once in each night it crosses", async () => {
  const ran = await travel("2026-12-12T12:00:30Z", "2026-12-14T12:00:30Z", MINUTE_MS);

  expect(ran.filter((name) => name === "nightly")).toHaveLength(2);
  expect(ran.filter((name) => name === "hourly")).toHaveLength(48);
});

test("what fell due exactly now is run now, and not again at the next step", async () => {
  expect(await travel("2026-12-12T03:36:00Z", "2026-12-12T03:38:00Z", MINUTE_MS)).toEqual(["nightly"]);
});

test("several nights in one jump are one run", async () => {
  expect(await travel("2026-12-12T12:00:00Z", "2026-12-17T12:00:00Z", 5 * 24 * 60 * MINUTE_MS)).toEqual([
    "nightly",
    "hourly",
  ]);
});

test("a job that fails does not keep the others from running", async () => {
  expect(await travel("2026-12-12T03:20:00Z", "2026-12-12T04:00:00Z", 40 * MINUTE_MS, ["nightly"])).toEqual([
    "nightly",
    "hourly",
  ]);
});
