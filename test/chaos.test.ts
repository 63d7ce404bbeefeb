import { expect, test } from "vitest";
import { TRACES, toPerson } from "./chaos/identity.ts";
import { makePlan } from "./chaos/plan.ts";
import { runChaos } from "./chaos/run.ts";
import { FULL, SHORT } from "./chaos/scenario.ts";
import { createTroubles } from "./chaos/troubles.ts";
import { makeTempFolder } from "./machine.ts";

test("killed, paused and cut-off processes break no promise", async () => {
  const folder = await makeTempFolder();
  const { verdict, done } = await runChaos(SHORT, { folder: folder.path });
  expect([...verdict].flatMap(([promise, faults]) => faults.map((fault) => `${promise}: ${fault}`))).toEqual([]);
  const kinds = done.map(([what]) => what);
  for (const what of [
    "app-killed",
    "redis-set-back",
    "clock-moved",
    "event-moved",
    "called-off",
    "webhook twice",
    "call: lost",
  ])
    expect(kinds).toContain(what);
  await folder.remove();
}, 400_000);

test("a seed decides what is done and what people want", () => {
  expect(makePlan(FULL)).toEqual(makePlan({ ...FULL }));
  const other = makePlan({ ...FULL, seed: FULL.seed + 1 });
  expect(makePlan(FULL).disturbances).not.toEqual(other.disturbances);
  expect(makePlan(FULL).guests).not.toEqual(other.guests);
});

test("a second copy is excused by what befell its own sender while it waited for the answer, and by nothing else", () => {
  const troubles = createTroubles();
  const over = troubles.begin("127.0.0.1:1");
  over();
  const at = performance.now();
  const sent = (host: string, began: number, withheld = false) =>
    troubles.excuse({ host, began, answered: began + 100, withheld });
  expect(sent("127.0.0.1:1", at - 500)).toBe(true);
  expect(sent("127.0.0.1:2", at - 500)).toBe(false);
  expect(sent("127.0.0.1:2", at - 500, true)).toBe(true);
  expect(sent("127.0.0.1:1", at - 10_000)).toBe(false);
  expect(sent("127.0.0.1:1", at + 10_000)).toBe(false);

  const back = troubles.begin(undefined);
  expect(sent("127.0.0.1:2", at + 10_000)).toBe(true);
  back();
  expect(sent("127.0.0.1:2", at + 10_000)).toBe(false);
});

test("whatever of a person stands in a line is found", () => {
  const { name, email, telegram, whatsapp } = toPerson(417);
  const wamid = (before: string) => Buffer.from(`${before}${whatsapp.phone}and more`).toString("base64");
  const told = [name, name.toUpperCase(), email, String(telegram.id), whatsapp.phone ?? "", whatsapp.userId ?? ""];
  for (const one of [...told, wamid(""), wamid("a"), wamid("ab"), wamid("abc")])
    expect(`{"x":"${one}"}`).toMatch(TRACES);
  expect('{"outboxId":"0193fb2e-7a11-7c0e-9d6f-0a5e1f2b3c4d","ms":7345,"update":"0f7345123456c0de"}').not.toMatch(
    TRACES,
  );
});
