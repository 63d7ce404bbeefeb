import { expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { createAlarms, type News } from "./alarms.ts";
import type { Told } from "./post.ts";
import type { Trouble } from "./trouble.ts";

const MINUTE = 60_000;

/** The admins' side: what they were told, in the order it came; `away` while nobody can be reached. */
function openOffice() {
  const clock = createClock();
  const heard: News[] = [];
  const office = { away: false };
  const alarms = createAlarms({
    clock,
    async tell(news): Promise<Told | undefined> {
      if (office.away) return undefined;
      heard.push(news);
      return { by: "telegram", messageId: news.messageId ?? `message ${heard.length}` };
    },
  });
  return {
    ...alarms,
    office,
    clock,
    /** What was told since the last time, in short. */
    async news() {
      await alarms.idle();
      return heard.splice(0).map(({ trouble, times, over, messageId }) => ({
        said: `${trouble.type} ${over ? "over" : "stands"}`,
        times,
        messageId,
      }));
    },
    async passes(minutes: number) {
      for (let n = 0; n < minutes; n++) {
        clock.moveForward(MINUTE);
        await alarms.look();
      }
    },
  };
}

const postgres: Trouble = { type: "postgres" };
const fault = (place: string): Trouble => ({ type: "fault", place });

test("a trouble is told at once, and its end", async () => {
  const office = openOffice();
  office.raise(postgres);
  expect(await office.news()).toEqual([{ said: "postgres stands", times: 1, messageId: undefined }]);

  office.clear(postgres);
  expect(await office.news()).toMatchObject([{ said: "postgres over", times: 1 }]);
  expect(office.standing()).toEqual([]);
});

test("a thousand signs of one trouble are one message, written over every 15 minutes with their count", async () => {
  const office = openOffice();
  for (let n = 0; n < 1_000; n++) office.raise(postgres);
  expect(await office.news()).toMatchObject([{ times: 1 }]);

  await office.passes(14);
  expect(await office.news()).toEqual([]);
  await office.passes(1);
  expect(await office.news()).toEqual([{ said: "postgres stands", times: 1_000, messageId: "message 1" }]);

  await office.passes(60);
  expect(await office.news()).toEqual([]); // nothing new
  office.raise(postgres);
  expect(await office.news()).toMatchObject([{ times: 1_001, messageId: "message 1" }]);
});

test("a trouble that comes and goes is told twice in 15 minutes and no more", async () => {
  const office = openOffice();
  for (let n = 0; n < 10; n++) {
    office.raise(postgres);
    await office.idle();
    office.clear(postgres);
    await office.passes(1);
  }
  expect((await office.news()).map(({ said }) => said)).toEqual(["postgres stands", "postgres over"]);
});

test("one that is back and stays is told when the 15 minutes are over, as a new message", async () => {
  const office = openOffice();
  office.raise(postgres);
  await office.idle();
  office.clear(postgres);
  await office.news();

  office.raise(postgres, 3);
  expect(office.standing()).toMatchObject([{ trouble: "postgres", times: 3, told: undefined }]);
  await office.passes(14);
  expect(await office.news()).toEqual([]);
  await office.passes(1);
  expect(await office.news()).toEqual([{ said: "postgres stands", times: 3, messageId: undefined }]);
});

test("one that ended before anybody heard of it needs no word", async () => {
  const office = openOffice();
  office.office.away = true;
  office.raise(postgres);
  await office.idle();
  office.clear(postgres);
  office.office.away = false;
  await office.passes(3);
  expect(await office.news()).toEqual([]);
});

test("what could not be told is tried each minute, and not at each sign", async () => {
  const office = openOffice();
  office.office.away = true;
  office.raise(postgres);
  await office.idle();
  expect(office.standing()).toMatchObject([{ told: undefined }]);
  office.office.away = false;
  office.raise(postgres);
  expect(await office.news()).toEqual([]);

  await office.passes(1);
  expect(await office.news()).toMatchObject([{ times: 2 }]);
  expect(office.standing()).toMatchObject([{ told: "telegram" }]);
});

test("an end that could not be told is told later, once", async () => {
  const office = openOffice();
  office.raise(postgres);
  await office.news();
  office.office.away = true;
  office.clear(postgres);
  await office.idle();
  office.office.away = false;
  await office.passes(5);
  expect(await office.news()).toMatchObject([{ said: "postgres over" }]);
});

test("a trouble that ends while it is being told is told to be over after it", async () => {
  const office = openOffice();
  office.raise(postgres);
  office.clear(postgres);
  expect((await office.news()).map(({ said }) => said)).toEqual(["postgres stands", "postgres over"]);
});

test("one that is back while its end is being told is not left as ended", async () => {
  const office = openOffice();
  office.raise(postgres);
  office.clear(postgres);
  office.raise(postgres);
  expect((await office.news()).map(({ said }) => said)).toEqual(["postgres stands"]);

  office.clear(postgres);
  office.raise(postgres);
  expect((await office.news()).map(({ said }) => said)).toEqual(["postgres over"]);
  expect(office.standing()).toHaveLength(1);
  await office.passes(15);
  expect((await office.news()).map(({ said }) => said)).toEqual(["postgres stands"]);
});

test("faults are over when none has come for half an hour", async () => {
  const office = openOffice();
  office.raise(fault("a.ts:1"));
  await office.passes(20);
  office.raise(fault("b.ts:2"));
  expect(await office.news()).toMatchObject([{ times: 1 }, { times: 2, messageId: "message 1" }]);

  await office.passes(29);
  expect(await office.news()).toEqual([]);
  await office.passes(1);
  expect(await office.news()).toMatchObject([{ said: "fault over", times: 2 }]);
});

test("troubles of different kinds, and of different channels, are told apart", async () => {
  const office = openOffice();
  office.raise(postgres);
  office.raise({ type: "stopped", channel: "telegram", reason: "401" });
  office.raise({ type: "stopped", channel: "whatsapp", reason: "190" });
  expect(await office.news()).toHaveLength(3);

  office.clear({ type: "stopped", channel: "telegram" });
  expect(office.standing().map(({ trouble }) => trouble)).toEqual(["postgres", "stopped:whatsapp"]);
});

test("what has never been cannot be over", async () => {
  const office = openOffice();
  office.clear(postgres);
  await office.passes(1);
  expect(await office.news()).toEqual([]);
});
