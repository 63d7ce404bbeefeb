import { expect, test } from "vitest";
import { choicesOf, type Message } from "../src/sandbox/conversation.ts";
import { type Journey, openJourney } from "./journey.ts";
import { script } from "./transcript.ts";

/** 23 events, a day apart, from 1 December. */
async function publishMany({ world }: Journey): Promise<void> {
  for (let day = 1; day <= 23; day++) {
    const startsAt = `2099-12-${String(day).padStart(2, "0")}T18:00:00+03:00`;
    await world.publish({ title: `Evening ${day}`, startsAt, maxParticipants: 9 });
  }
}

function rowsOf({ list }: Message): string[] {
  return list?.sections.flatMap(({ rows }) => rows.map(({ title }) => title)) ?? [];
}

test("WhatsApp pages through 23 events in lists of at most ten rows, there and back", async () => {
  await using journey = await openJourney();
  await publishMany(journey);
  const anna = journey.talk(journey.world.sandbox.person("Anna").whatsapp);

  await anna.says("hello");
  expect(rowsOf(anna.last())).toHaveLength(10);
  await anna.taps("More events");
  expect(rowsOf(anna.last())).toHaveLength(10);
  await anna.taps("More events");
  expect(rowsOf(anna.last())).toHaveLength(8);
  await anna.says("23");
  await anna.taps("Other events");
  await anna.says("more events");
  await anna.says("9");

  expect(await anna.transcript()).toBe(script`
    > hello
    Hello! I am the automatic assistant of Green Club. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word *stop*. // Which one? Choose below, or write its number. // 1. Evening 1, Tue 1 Dec, 18:00 / 2. Evening 2, Wed 2 Dec, 18:00 / 3. Evening 3, Thu 3 Dec, 18:00 / 4. Evening 4, Fri 4 Dec, 18:00 / 5. Evening 5, Sat 5 Dec, 18:00 / 6. Evening 6, Sun 6 Dec, 18:00 / 7. Evening 7, Mon 7 Dec, 18:00 / 8. Evening 8, Tue 8 Dec, 18:00
    "Choose": {1 · Tue 1 Dec, 18:00 | Evening 1 · 9 of 9 seats left} {2 · Wed 2 Dec, 18:00 | Evening 2 · 9 of 9 seats left} {3 · Thu 3 Dec, 18:00 | Evening 3 · 9 of 9 seats left} {4 · Fri 4 Dec, 18:00 | Evening 4 · 9 of 9 seats left} {5 · Sat 5 Dec, 18:00 | Evening 5 · 9 of 9 seats left} {6 · Sun 6 Dec, 18:00 | Evening 6 · 9 of 9 seats left} {7 · Mon 7 Dec, 18:00 | Evening 7 · 9 of 9 seats left} {8 · Tue 8 Dec, 18:00 | Evening 8 · 9 of 9 seats left} {More events | 9 to 16 of 23} {Русский}
    > [More events]
    Which one? Choose below, or write its number. // 9. Evening 9, Wed 9 Dec, 18:00 / 10. Evening 10, Thu 10 Dec, 18:00 / 11. Evening 11, Fri 11 Dec, 18:00 / 12. Evening 12, Sat 12 Dec, 18:00 / 13. Evening 13, Sun 13 Dec, 18:00 / 14. Evening 14, Mon 14 Dec, 18:00 / 15. Evening 15, Tue 15 Dec, 18:00 / 16. Evening 16, Wed 16 Dec, 18:00
    "Choose": {9 · Wed 9 Dec, 18:00 | Evening 9 · 9 of 9 seats left} {10 · Thu 10 Dec, 18:00 | Evening 10 · 9 of 9 seats left} {11 · Fri 11 Dec, 18:00 | Evening 11 · 9 of 9 seats left} {12 · Sat 12 Dec, 18:00 | Evening 12 · 9 of 9 seats left} {13 · Sun 13 Dec, 18:00 | Evening 13 · 9 of 9 seats left} {14 · Mon 14 Dec, 18:00 | Evening 14 · 9 of 9 seats left} {15 · Tue 15 Dec, 18:00 | Evening 15 · 9 of 9 seats left} {16 · Wed 16 Dec, 18:00 | Evening 16 · 9 of 9 seats left} {Previous ones} {More events | 17 to 23 of 23}
    > [More events]
    Which one? Choose below, or write its number. // 17. Evening 17, Thu 17 Dec, 18:00 / 18. Evening 18, Fri 18 Dec, 18:00 / 19. Evening 19, Sat 19 Dec, 18:00 / 20. Evening 20, Sun 20 Dec, 18:00 / 21. Evening 21, Mon 21 Dec, 18:00 / 22. Evening 22, Tue 22 Dec, 18:00 / 23. Evening 23, Wed 23 Dec, 18:00
    "Choose": {17 · Thu 17 Dec, 18:00 | Evening 17 · 9 of 9 seats left} {18 · Fri 18 Dec, 18:00 | Evening 18 · 9 of 9 seats left} {19 · Sat 19 Dec, 18:00 | Evening 19 · 9 of 9 seats left} {20 · Sun 20 Dec, 18:00 | Evening 20 · 9 of 9 seats left} {21 · Mon 21 Dec, 18:00 | Evening 21 · 9 of 9 seats left} {22 · Tue 22 Dec, 18:00 | Evening 22 · 9 of 9 seats left} {23 · Wed 23 Dec, 18:00 | Evening 23 · 9 of 9 seats left} {Previous ones}
    > 23
    *Evening 23* / Wednesday 23 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 9 of 9 seats left
    [Sign me up] [Other events]
    > [Other events]
    Which one? Choose below, or write its number. // 1. Evening 1, Tue 1 Dec, 18:00 / 2. Evening 2, Wed 2 Dec, 18:00 / 3. Evening 3, Thu 3 Dec, 18:00 / 4. Evening 4, Fri 4 Dec, 18:00 / 5. Evening 5, Sat 5 Dec, 18:00 / 6. Evening 6, Sun 6 Dec, 18:00 / 7. Evening 7, Mon 7 Dec, 18:00 / 8. Evening 8, Tue 8 Dec, 18:00
    "Choose": {1 · Tue 1 Dec, 18:00 | Evening 1 · 9 of 9 seats left} {2 · Wed 2 Dec, 18:00 | Evening 2 · 9 of 9 seats left} {3 · Thu 3 Dec, 18:00 | Evening 3 · 9 of 9 seats left} {4 · Fri 4 Dec, 18:00 | Evening 4 · 9 of 9 seats left} {5 · Sat 5 Dec, 18:00 | Evening 5 · 9 of 9 seats left} {6 · Sun 6 Dec, 18:00 | Evening 6 · 9 of 9 seats left} {7 · Mon 7 Dec, 18:00 | Evening 7 · 9 of 9 seats left} {8 · Tue 8 Dec, 18:00 | Evening 8 · 9 of 9 seats left} {More events | 9 to 16 of 23}
    > more events
    Which one? Choose below, or write its number. // 9. Evening 9, Wed 9 Dec, 18:00 / 10. Evening 10, Thu 10 Dec, 18:00 / 11. Evening 11, Fri 11 Dec, 18:00 / 12. Evening 12, Sat 12 Dec, 18:00 / 13. Evening 13, Sun 13 Dec, 18:00 / 14. Evening 14, Mon 14 Dec, 18:00 / 15. Evening 15, Tue 15 Dec, 18:00 / 16. Evening 16, Wed 16 Dec, 18:00
    "Choose": {9 · Wed 9 Dec, 18:00 | Evening 9 · 9 of 9 seats left} {10 · Thu 10 Dec, 18:00 | Evening 10 · 9 of 9 seats left} {11 · Fri 11 Dec, 18:00 | Evening 11 · 9 of 9 seats left} {12 · Sat 12 Dec, 18:00 | Evening 12 · 9 of 9 seats left} {13 · Sun 13 Dec, 18:00 | Evening 13 · 9 of 9 seats left} {14 · Mon 14 Dec, 18:00 | Evening 14 · 9 of 9 seats left} {15 · Tue 15 Dec, 18:00 | Evening 15 · 9 of 9 seats left} {16 · Wed 16 Dec, 18:00 | Evening 16 · 9 of 9 seats left} {Previous ones} {More events | 17 to 23 of 23}
    > 9
    *Evening 9* / Wednesday 9 December, 18:00 (Moscow time) / Library hall, Lesnaya 5 / 9 of 9 seats left
    [Sign me up] [Other events]
  `);
});

test("Telegram turns the pages in one message", async () => {
  await using journey = await openJourney();
  await publishMany(journey);
  const phone = journey.world.sandbox.person("Ольга").telegram;
  const olga = journey.talk(phone);

  await olga.says("/events");
  await olga.taps("Ещё события");
  await olga.taps("Ещё события");
  await olga.taps("Предыдущие");

  expect(phone.messages.filter(({ author }) => author === "bot")).toHaveLength(1);
  expect(choicesOf(olga.last()).map(({ title }) => title)).toEqual([
    ...Array.from({ length: 8 }, (_, n) => expect.stringMatching(`^${n + 9} · `)),
    "Предыдущие",
    "Ещё события",
  ]);
  expect(await olga.transcript()).toBe(script`
    > /events
    «Green Club» // Какое событие? Выберите ниже или напишите номер. // 1. *Evening 1*, вт 1 дек., 18:00. Свободно 9 мест из 9. / 2. *Evening 2*, ср 2 дек., 18:00. Свободно 9 мест из 9. / 3. *Evening 3*, чт 3 дек., 18:00. Свободно 9 мест из 9. / 4. *Evening 4*, пт 4 дек., 18:00. Свободно 9 мест из 9. / 5. *Evening 5*, сб 5 дек., 18:00. Свободно 9 мест из 9. / 6. *Evening 6*, вс 6 дек., 18:00. Свободно 9 мест из 9. / 7. *Evening 7*, пн 7 дек., 18:00. Свободно 9 мест из 9. / 8. *Evening 8*, вт 8 дек., 18:00. Свободно 9 мест из 9.
    [1 · вт 1 дек., 18:00] [2 · ср 2 дек., 18:00] | [3 · чт 3 дек., 18:00] [4 · пт 4 дек., 18:00] | [5 · сб 5 дек., 18:00] [6 · вс 6 дек., 18:00] | [7 · пн 7 дек., 18:00] [8 · вт 8 дек., 18:00] | [Ещё события] [English]
    > [Ещё события]
    (edited) Какое событие? Выберите ниже или напишите номер. // 9. *Evening 9*, ср 9 дек., 18:00. Свободно 9 мест из 9. / 10. *Evening 10*, чт 10 дек., 18:00. Свободно 9 мест из 9. / 11. *Evening 11*, пт 11 дек., 18:00. Свободно 9 мест из 9. / 12. *Evening 12*, сб 12 дек., 18:00. Свободно 9 мест из 9. / 13. *Evening 13*, вс 13 дек., 18:00. Свободно 9 мест из 9. / 14. *Evening 14*, пн 14 дек., 18:00. Свободно 9 мест из 9. / 15. *Evening 15*, вт 15 дек., 18:00. Свободно 9 мест из 9. / 16. *Evening 16*, ср 16 дек., 18:00. Свободно 9 мест из 9.
    [9 · ср 9 дек., 18:00] [10 · чт 10 дек., 18:00] | [11 · пт 11 дек., 18:00] [12 · сб 12 дек., 18:00] | [13 · вс 13 дек., 18:00] [14 · пн 14 дек., 18:00] | [15 · вт 15 дек., 18:00] [16 · ср 16 дек., 18:00] | [Предыдущие] [Ещё события]
    > [Ещё события]
    (edited) Какое событие? Выберите ниже или напишите номер. // 17. *Evening 17*, чт 17 дек., 18:00. Свободно 9 мест из 9. / 18. *Evening 18*, пт 18 дек., 18:00. Свободно 9 мест из 9. / 19. *Evening 19*, сб 19 дек., 18:00. Свободно 9 мест из 9. / 20. *Evening 20*, вс 20 дек., 18:00. Свободно 9 мест из 9. / 21. *Evening 21*, пн 21 дек., 18:00. Свободно 9 мест из 9. / 22. *Evening 22*, вт 22 дек., 18:00. Свободно 9 мест из 9. / 23. *Evening 23*, ср 23 дек., 18:00. Свободно 9 мест из 9.
    [17 · чт 17 дек., 18:00] [18 · пт 18 дек., 18:00] | [19 · сб 19 дек., 18:00] [20 · вс 20 дек., 18:00] | [21 · пн 21 дек., 18:00] [22 · вт 22 дек., 18:00] | [23 · ср 23 дек., 18:00] | [Предыдущие]
    > [Предыдущие]
    (edited) Какое событие? Выберите ниже или напишите номер. // 9. *Evening 9*, ср 9 дек., 18:00. Свободно 9 мест из 9. / 10. *Evening 10*, чт 10 дек., 18:00. Свободно 9 мест из 9. / 11. *Evening 11*, пт 11 дек., 18:00. Свободно 9 мест из 9. / 12. *Evening 12*, сб 12 дек., 18:00. Свободно 9 мест из 9. / 13. *Evening 13*, вс 13 дек., 18:00. Свободно 9 мест из 9. / 14. *Evening 14*, пн 14 дек., 18:00. Свободно 9 мест из 9. / 15. *Evening 15*, вт 15 дек., 18:00. Свободно 9 мест из 9. / 16. *Evening 16*, ср 16 дек., 18:00. Свободно 9 мест из 9.
    [9 · ср 9 дек., 18:00] [10 · чт 10 дек., 18:00] | [11 · пт 11 дек., 18:00] [12 · сб 12 дек., 18:00] | [13 · вс 13 дек., 18:00] [14 · пн 14 дек., 18:00] | [15 · вт 15 дек., 18:00] [16 · ср 16 дек., 18:00] | [Предыдущие] [Ещё события]
  `);
});

test("many tickets are paged too", async () => {
  await using journey = await openJourney();
  await publishMany(journey);
  const phone = journey.world.sandbox.person("Anna").whatsapp;
  const anna = journey.talk(phone);
  await anna.quietly(async () => {
    for (let day = 1; day <= 12; day++) {
      await phone.asks(`Hello! I would like to come: evening-${day}`);
      await phone.asks("sign me up");
      journey.world.clock.moveForward(2_000);
      if (day > 1) continue;
      await phone.asks("Anna Petrova anna@gmail.com");
      await phone.asks("yes", /You are in/);
    }
  });

  await anna.says("my");
  expect(rowsOf(anna.last())).toHaveLength(9);
  await anna.taps("More tickets");
  await anna.says("12");

  expect(await anna.transcript()).toBe(script`
    > my
    Your tickets. Choose one below, or write its number. // 1. Evening 1, Tue 1 Dec, 18:00 / 2. Evening 2, Wed 2 Dec, 18:00 / 3. Evening 3, Thu 3 Dec, 18:00 / 4. Evening 4, Fri 4 Dec, 18:00 / 5. Evening 5, Sat 5 Dec, 18:00 / 6. Evening 6, Sun 6 Dec, 18:00 / 7. Evening 7, Mon 7 Dec, 18:00 / 8. Evening 8, Tue 8 Dec, 18:00
    "Choose": {1 · Tue 1 Dec, 18:00 | Evening 1} {2 · Wed 2 Dec, 18:00 | Evening 2} {3 · Thu 3 Dec, 18:00 | Evening 3} {4 · Fri 4 Dec, 18:00 | Evening 4} {5 · Sat 5 Dec, 18:00 | Evening 5} {6 · Sun 6 Dec, 18:00 | Evening 6} {7 · Mon 7 Dec, 18:00 | Evening 7} {8 · Tue 8 Dec, 18:00 | Evening 8} {More tickets}
    > [More tickets]
    Your tickets. Choose one below, or write its number. // 9. Evening 9, Wed 9 Dec, 18:00 / 10. Evening 10, Thu 10 Dec, 18:00 / 11. Evening 11, Fri 11 Dec, 18:00 / 12. Evening 12, Sat 12 Dec, 18:00
    "Choose": {9 · Wed 9 Dec, 18:00 | Evening 9} {10 · Thu 10 Dec, 18:00 | Evening 10} {11 · Fri 11 Dec, 18:00 | Evening 11} {12 · Sat 12 Dec, 18:00 | Evening 12} {Previous ones}
    > 12
    (picture) *Evening 12*, Saturday 12 December, 18:00 (Moscow time), Library hall, Lesnaya 5. // Your code: *K7QM-3FPA*. At the door show this picture, or say the code or your name. // Calendar and map: https://club.example/t/K7QM3FPA
    [Other events] [I can't come]
  `);
});
