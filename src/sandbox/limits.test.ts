import { describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { createLimits, type LimitOptions } from "./limits.ts";

/** Limits by a clock of their own, which stands still between two words. */
function open(options: Omit<LimitOptions, "now"> = {}) {
  let ms = 1_000_000;
  const clock = createClock();
  const limits = createLimits(clock, { ...options, now: () => ms });
  return {
    ...limits,
    clock,
    pass(more: number) {
      ms += more;
    },
    send: (chat: number, method = "sendmessage") => limits.telegram.meet({ method, chat: String(chat) }),
    kinds: () => limits.broken.map(({ limit }) => limit),
  };
}

const times = <T>(count: number, call: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => call(n));
const refusals = (answers: unknown[]) => answers.filter((answer) => answer !== undefined).length;

describe("Telegram", () => {
  test("takes 30 a second over all chats, in any second", () => {
    const { send, pass, kinds } = open();
    expect(refusals(times(20, (n) => send(n)))).toBe(0);
    pass(900);
    expect(refusals(times(10, (n) => send(100 + n)))).toBe(0);
    pass(99);
    expect(send(200)).toBe(5);
    expect(kinds()).toEqual(["bulk"]);
  });

  test("takes 300 a second where it is ten times as fast, and no more", () => {
    const { send } = open({ scale: 10 });
    expect(refusals(times(300, (n) => send(n)))).toBe(0);
    expect(send(301)).toBe(1);
  });

  test("lends one chat ten times as much where it is ten times as fast", () => {
    const { send, pass, kinds } = open({ scale: 10, rates: { telegram: { chat: { everyMs: 1_000, burst: 3 } } } });
    times(31, () => send(7));
    pass(1_000);
    times(11, () => send(7));
    expect(kinds()).toEqual(["chat", "chat"]);
  });

  test("does not count what answers an update as bulk, for a while", () => {
    const { send, telegram, pass, kinds } = open();
    times(30, (n) => send(n));
    telegram.heard("500");
    expect(times(5, () => send(500))).toEqual([undefined, undefined, undefined, undefined, 5]);
    telegram.heard("500");
    pass(30_001);
    times(30, (n) => send(n));
    expect(send(500)).toBe(5);
    expect(kinds()).toEqual(["bulk", "bulk"]);
  });

  test("makes the whole bot wait, longer if it does not, and lets answers through", () => {
    const { send, telegram, pass, kinds } = open();
    times(31, (n) => send(n));
    expect(send(40)).toBe(5); // it may have been under way
    pass(2_000);
    expect(send(41)).toBe(8);
    telegram.heard("42");
    expect(send(42)).toBeUndefined();
    pass(8_000);
    expect(send(43)).toBeUndefined();
    expect(kinds()).toEqual(["bulk", "flood"]);
  });

  test("takes about one a second in one chat, after a short burst, edits too", () => {
    const { send, telegram, pass, kinds } = open({ rates: { telegram: { chat: { everyMs: 1_000, burst: 3 } } } });
    telegram.heard("7");
    expect(times(4, () => send(7, "editmessagetext"))).toEqual([undefined, undefined, undefined, 1]);
    pass(1_000);
    expect([send(7), send(7)]).toEqual([undefined, 1]);
    expect(kinds()).toEqual(["chat", "chat"]);
  });

  test("takes 20 a minute in a group", () => {
    const { send, pass } = open();
    times(20, () => {
      pass(1_000);
      return send(-5);
    });
    pass(1_000);
    expect(send(-5)).toBe(40);
    pass(40_000);
    expect(send(-5)).toBeUndefined();
  });

  test("counts neither what shows for a moment nor the end of a press", () => {
    const { send, kinds } = open();
    times(50, (n) => send(n, "sendchataction"));
    times(50, (n) => send(n, "answercallbackquery"));
    expect(refusals(times(30, (n) => send(n)))).toBe(0);
    expect(kinds()).toEqual([]);
  });
});

describe("WhatsApp", () => {
  test("takes 80 a second of one number, in and out together", () => {
    const { whatsapp, pass, kinds } = open();
    times(30, () => whatsapp.heard());
    expect(refusals(times(50, (n) => whatsapp.meet(`p${n}`)))).toBe(0);
    expect(whatsapp.meet("one more")).toBe(130429);
    pass(1_000);
    expect(whatsapp.meet("one more")).toBeUndefined();
    expect(kinds()).toEqual(["number"]);
  });

  test("lends one person 45, and wants them back at one in 6 seconds", () => {
    const { whatsapp, pass, kinds } = open();
    expect(refusals(times(46, () => whatsapp.meet("Anna")))).toBe(1);
    expect(whatsapp.meet("Max")).toBeUndefined();
    pass(6_000);
    expect(times(2, () => whatsapp.meet("Anna"))).toEqual([undefined, 131056]);
    expect(kinds()).toEqual(["person", "person"]);
  });

  test("opens so many conversations in 24 hours of the shared clock, by people and not by messages", () => {
    const { whatsapp, clock, kinds } = open({ rates: { whatsapp: { peoplePerDay: 2 } } });
    expect(["Anna", "Max", "Anna", "Igor"].map(whatsapp.opens)).toEqual([true, true, true, false]);
    clock.moveForward(23 * 3_600_000);
    expect(whatsapp.opens("Anna")).toBe(true);
    clock.moveForward(2 * 3_600_000);
    expect(["Igor", "Max"].map(whatsapp.opens)).toEqual([true, false]);
    expect(kinds()).toEqual(["day", "day"]);
  });
});

test("without options nothing is limited", () => {
  const { telegram, whatsapp, broken } = createLimits(createClock(), undefined);
  times(1_000, () => telegram.meet({ method: "sendmessage", chat: "1" }) ?? whatsapp.meet("Anna"));
  expect(broken).toEqual([]);
});
