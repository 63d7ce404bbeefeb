import { expect, test } from "vitest";
import { findCallsToBlocked } from "./chaos/blocked-chats.ts";
import { findOverfull } from "./chaos/capacities.ts";
import { toPerson } from "./chaos/identity.ts";
import { findDoubles, type Holding, type Pair } from "./chaos/one-person.ts";
import { makePlan } from "./chaos/plan.ts";
import { createReasons } from "./chaos/reasons.ts";
import { FULL } from "./chaos/scenario.ts";
import { findTakenAway } from "./chaos/seats-kept.ts";
import { findTraces } from "./chaos/traces.ts";

test("seats are counted against what there were at that moment, and not before or after", () => {
  const joined = (id: number) => ({ id, fromStatus: null, toStatus: "confirmed" as const });
  const left = (id: number) => ({ id, fromStatus: "confirmed" as const, toStatus: "cancelled" as const });
  const changes = [joined(1), joined(2), joined(5), left(6), left(7)];
  const at = (...capacities: [after: number, seats: number | null][]) =>
    findOverfull(
      changes,
      capacities.map(([after, seats]) => ({ after, seats })),
    );
  expect(at([0, 3])).toEqual([]);
  expect(at([0, 2], [2, 3], [7, 1])).toEqual([]);
  expect(at([0, 2], [5, 3])).toEqual(["3 seats of 2 at once"]);
  expect(at([0, 3], [2, 1], [4, 3])).toEqual(["2 seats of 1 at once"]);
  expect(at([0, null], [5, 1])).toEqual(["3 seats of 1 at once"]);
  expect(at([0, null])).toEqual([]);
  const offered = { id: 8, fromStatus: "waitlisted" as const, toStatus: "offered" as const };
  expect(
    findOverfull(
      [...changes, offered],
      [
        { after: 0, seats: 3 },
        { after: 7, seats: 1 },
      ],
    ),
  ).toEqual(["2 seats of 1 at once"]);
});

test("a seat goes only by who has it, or if its person has another one", () => {
  const gone = { userId: "a", fromStatus: "confirmed" as const, toStatus: "cancelled" as const };
  expect(findTakenAway([{ ...gone, actor: "user:a" }], new Set())).toEqual([]);
  expect(findTakenAway([{ ...gone, actor: "system" }], new Set("a"))).toEqual([]);
  expect(findTakenAway([{ ...gone, actor: "system" }], new Set("b"))).toEqual(["system made a seat cancelled"]);
  const queued = { ...gone, toStatus: "waitlisted" as const, actor: "token" };
  expect(findTakenAway([queued], new Set("a"))).toEqual(["token made a seat waitlisted"]);
  expect(findTakenAway([{ ...queued, fromStatus: "offered" }], new Set())).toEqual([]);
});

test("phones that were connected are one person with one place, and others are not", () => {
  const judged = (linked: boolean, [one, other]: [Partial<Holding>, Partial<Holding>]) => {
    const pair: Pair = { linked, addresses: ["1", "2"] };
    const blank = { userId: null, eventIds: [] };
    return findDoubles(
      [pair],
      [
        { ...blank, address: "1", ...one },
        { ...blank, address: "2", ...other },
      ],
    );
  };
  const [chess, choir] = ["chess", "choir"];
  expect(
    judged(true, [
      { userId: "a", eventIds: [chess, choir] },
      { userId: "a", eventIds: [chess, choir] },
    ]),
  ).toEqual([]);
  expect(
    judged(true, [
      { userId: "a", eventIds: [chess] },
      { userId: "b", eventIds: [choir, chess] },
    ]),
  ).toEqual(["two phones that were connected are two people", "one person has two places"]);
  expect(judged(true, [{ userId: "a", eventIds: [chess, chess] }, { userId: "a" }])).toEqual([
    "one person has two places",
  ]);
  expect(judged(true, [{}, {}])).toHaveLength(1);
  expect(
    judged(false, [
      { userId: "a", eventIds: [chess] },
      { userId: "b", eventIds: [chess] },
    ]),
  ).toEqual([]);
  expect(judged(false, [{}, {}])).toEqual([]);
  expect(judged(false, [{ userId: "a" }, { userId: "a" }])).toEqual(["two phones are one, and nobody said so"]);
});

test("a call to who blocked us counts once that was told, unless it was tried before or is excused", () => {
  const call = (began: number, words = "news", chat = "7") => {
    return { platform: "telegram" as const, chat, host: "h", began, answered: began + 10, withheld: false, words };
  };
  const judged = (calls: ReturnType<typeof call>[], block = {}) => {
    const blocks = [{ toldAt: 10_000, endedAt: 60_000, ...block }];
    return findCallsToBlocked(calls, [{ chat: "7", blocks }], ({ host }) => host === "killed");
  };
  expect(judged([call(20_000)])).toEqual(["telegram: a call 10 s after we were told of a block"]);
  expect(judged([call(70_000)], { endedAt: undefined })).toHaveLength(1);
  const fine = [call(9_000, "before"), call(12_000), call(61_000), call(20_000, "news", "8"), call(20_000, "before")];
  expect(judged(fine)).toEqual([]);
  expect(judged([{ ...call(20_000), host: "killed" }, { ...call(20_000), platform: "whatsapp" } as never])).toEqual([]);
  expect(judged([call(20_000)], { toldAt: undefined })).toEqual([]);
});

test("what is left of who had all deleted is found, also where WhatsApp's ids tell it", () => {
  const { name, email, telegram, whatsapp } = toPerson(12);
  const word = name.split(" ")[1]?.toLowerCase() ?? "";
  const gone = new Set([word, String(telegram.id), whatsapp.phone ?? "", whatsapp.userId?.slice(3) ?? ""]);
  const found = (text: string) => findTraces([{ table: "outbox", text }], gone).length;
  const wamid = `wamid.${Buffer.from(`\u001c\u0018\u000b${whatsapp.phone}rest`, "latin1").toString("base64")}`;
  for (const text of [name, email.toUpperCase(), `(1,${telegram.id},x)`, `"${whatsapp.userId}"`, wamid])
    expect(found(text), text).toBe(1);
  const other = toPerson(13);
  expect(found(JSON.stringify(other))).toBe(0);
  expect(found("wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI")).toBe(0);
});

test("nobody need be told while they blocked us on all their phones, and not before or after", () => {
  const at = (hour: number) => new Date(Date.UTC(2027, 2, 28, hour));
  const guest = (n: number, platform: "telegram" | "whatsapp", blocks: object[]) =>
    ({ platform, actor: { person: toPerson(n) }, diary: { blocks, linkedAt: n === 1 ? at(10) : at(19) } }) as never;
  const judge = createReasons(
    [
      guest(1, "telegram", [{ from: at(10), to: at(12) }]),
      guest(1, "whatsapp", []),
      guest(2, "telegram", [{ from: at(10), to: undefined }]),
      guest(2, "whatsapp", []),
    ],
    new Set(["returned"]),
  );
  const isRight = (unsent: Omit<Parameters<typeof judge>[0], "registrationId">) =>
    judge({ registrationId: "1", ...unsent });
  const [one, other] = [String(toPerson(1).telegram.id), String(toPerson(2).telegram.id)];
  const reason = "the person blocked us; no chat of this person can be reached";
  expect(isRight({ reason, addresses: [one], dueAt: at(11) })).toBe(true);
  expect(isRight({ reason, addresses: [one], dueAt: at(13) })).toBe(false);
  expect(isRight({ reason, addresses: [one], dueAt: at(9) })).toBe(false);
  expect(isRight({ reason, addresses: [one, toPerson(1).whatsapp.phone ?? ""], dueAt: at(11) })).toBe(false);
  expect(isRight({ reason, addresses: [other], dueAt: at(20) })).toBe(true);
  const both = [other, toPerson(2).whatsapp.phone ?? ""];
  expect(isRight({ reason, addresses: both, dueAt: at(18) })).toBe(true);
  expect(isRight({ reason, addresses: both, dueAt: at(20) })).toBe(false);
  expect(isRight({ reason: "gave up", addresses: [other], dueAt: at(20) })).toBe(false);
  expect(isRight({ reason: "the person said stop", addresses: [one], dueAt: at(13) })).toBe(true);
  expect(isRight({ reason: "the person had themselves forgotten", addresses: null, dueAt: at(13) })).toBe(true);
  expect(isRight({ reason: "the person had themselves forgotten", addresses: [one], dueAt: at(13) })).toBe(false);
  const late = { reason: "its time had passed", addresses: [one], dueAt: at(11) };
  expect(isRight(late)).toBe(false);
  expect(judge({ ...late, registrationId: "returned" })).toBe(true);
});

test("a plan has all that people and organisers do", () => {
  const { guests, disturbances } = makePlan(FULL);
  const deeds = new Set(guests.flatMap((wishes) => wishes.deeds.map(({ type }) => type)));
  for (const deed of ["link", "forget", "block", "stop-and-start", "give-up"] as const) expect(deeds).toContain(deed);
  expect(guests.filter(({ isSecondPhone }) => isSecondPhone).length).toBeGreaterThan(200);
  expect(guests[0]?.isSecondPhone).toBe(false);
  const changes = disturbances.flatMap((one) => (one.type === "seats-changed" ? one.to : []));
  expect(new Set(changes)).toEqual(new Set(["more", "fewer", "too few"]));
  expect(disturbances.filter(({ type }) => type === "called-off")).toHaveLength(1);
});
