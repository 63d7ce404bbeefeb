import { afterAll, beforeAll, expect, test } from "vitest";
import { toDeskData } from "../src/desk-presses.ts";
import type { EventId } from "../src/ids.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { everyDeskPress } from "./desk-presses.ts";
import { type Journey, openJourney, signUp } from "./journey.ts";
import { ownerOf } from "./organisers.ts";
import type { Talk } from "./transcript.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let journey: Journey;
let fair: { id: string; slug: string };
let choir: { id: string; slug: string };
let secret: { id: string; slug: string };
const codes = new Map<string, string>();

/** Half past five in Moscow, half an hour before an event there; people have signed up, and somebody gave up again. */
beforeAll(async () => {
  journey = await openJourney();
  const { world } = journey;
  const half = Math.ceil((world.clock.now().getTime() + DAY_MS) / DAY_MS) * DAY_MS + 14.5 * HOUR_MS;
  const at = (ms: number) => new Date(half + ms).toISOString();
  fair = await world.publish({ title: "Spring meet-up", startsAt: at(HOUR_MS / 2), maxParticipants: 6 });
  choir = await world.publish({ title: "Choir evening", startsAt: at(2 * DAY_MS) });
  secret = await world.publish({ title: "Secret rehearsal", startsAt: at(HOUR_MS), status: "draft" } as never);
  await ownerOf(world, world.sandbox.person("Max").telegram);
  for (const name of ["Anna Petrova", "Anna Weber", "Ivan Kuznetsov", "Семён Королёв"]) {
    await signUp(world.sandbox.newPerson(name).telegram, fair.slug);
  }
  for (const name of ["Olga Left", "Bob Whatsapp"]) await signUp(world.sandbox.newPerson(name).whatsapp, fair.slug);
  await joinQueue(world.sandbox.newPerson("Wanda Waits").telegram);
  await signUp(world.sandbox.newPerson("Carl Choir").telegram, choir.slug);
  await rememberCodes();
  world.clock.moveForward(half - world.clock.now().getTime());
});
afterAll(() => journey[Symbol.asyncDispose]());

async function joinQueue(phone: Phone): Promise<void> {
  await phone.asks(`/start e_${fair.slug}`);
  await phone.taps("Take it for me");
  await phone.hears();
  await phone.asks("no", /Confirm/);
  await phone.asks("yes", /waiting list/);
}

async function rememberCodes(): Promise<void> {
  const { db } = journey.world.app.database;
  const rows = await db
    .selectFrom("eventRegistrations as r")
    .innerJoin("users as u", "u.id", "r.userId")
    .select(["u.name", "r.ticketCode"])
    .execute();
  for (const { name, ticketCode } of rows) codes.set(name ?? "", ticketCode ?? "");
}

const codeOf = (name: string) => codes.get(name) ?? "";
const shown = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`;

async function invite(title: "Invite door help" | "Invite an organiser"): Promise<string> {
  const owner = journey.world.sandbox.person("Max").telegram;
  await owner.asks("/team");
  await owner.taps(title);
  return /start=(\S+)/.exec((await owner.hears()).text)?.[1] ?? "";
}

async function newDoor(name: string, platform: "telegram" | "whatsapp" = "telegram"): Promise<Phone> {
  const phone = journey.world.sandbox.newPerson(name)[platform];
  await phone.asks(`/start ${await invite("Invite door help")}`);
  return phone;
}

/** The codes that transcripts have names for: of more there are than that. */
const ALIASES = ["K7QM-3FPA", "N2WX-8RTE", "B4HC-6YUD", "V9JS-2GLE"];

/** Days and minutes move on with the calendar. */
async function transcriptOf(talk: Talk): Promise<string> {
  return (await talk.transcript())
    .replaceAll(/(in|team)_[\w-]{8,}/g, "$1_CODE")
    .replaceAll(/\b[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}\b/g, (code) => (ALIASES.includes(code) ? code : "ABCD-2345"))
    .replaceAll(/(?<=^> )[a-hj-np-z2-9]{4}-[a-hj-np-z2-9]{4}$/gm, "abcd-2345")
    .replaceAll(/\b(17|18):[34]\d\b/g, "$1:30")
    .replaceAll(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3}\b/g, "Sat 12 Dec")
    .replaceAll(/(пн|вт|ср|чт|пт|сб|вс) \d+ [а-я]+\.?/g, "сб 12 дек.")
    .replaceAll(/\b\d+ (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, "12 Dec")
    .replaceAll(/\d+ (янв|февр|апр|авг|сент|окт|нояб|дек)\./g, "12 дек.")
    .replaceAll(/\d+ (марта|мая|июня|июля)/g, "12 дек.");
}

test("an evening at the door: scanned, typed, found by name, taken back", async () => {
  const { world, talk } = journey;
  const ada = talk(world.sandbox.newPerson("Ada Door").telegram);
  await ada.says(`/start ${await invite("Invite door help")}`);
  await ada.says(`/start in_${codeOf("Anna Petrova")}`);
  await ada.says(`/start in_${codeOf("Anna Petrova")}`);
  await ada.says(`/start in_${codeOf("Carl Choir")}`);
  await ada.says("/start in_ZZZZZZZZ");
  await ada.says(shown(codeOf("Bob Whatsapp")).toLowerCase());
  await ada.says("королев");
  await ada.taps("Let in");
  await ada.taps("Undo");
  await ada.says("yes");
  await ada.says("nobody like that");
  await ada.says("anna");
  await ada.says("2");
  await ada.says("wanda");
  await ada.sends("sticker");
  await ada.taps("How many are in");

  expect(await transcriptOf(ada)).toMatchInlineSnapshot(`
    "> /start team_CODE
    You help at the door of Green Club from now on. // 🚪 *Spring meet-up*, Sat 12 Dec, 18:00. 0 of 6 are in. // Scan the picture of a ticket with the phone's camera, and follow the link for the team on its page. Or write here: a code, or part of a name.
    [How many are in]
    > /start in_CODE
    ✅ *Welcome: Anna Petrova, code K7QM-3FPA.* 1 of 6 are in.
    [Undo]
    > /start in_CODE
    ⚠️ *Already in at 17:30* (by you): Anna Petrova, code K7QM-3FPA. 1 of 6 are in.
    > /start in_CODE
    ⚠️ *Another event (12 Dec):* Choir evening. You are at the door of Spring meet-up.
    > /start in_CODE
    ⛔ *Not valid:* nobody has this code. Look at it once more, or write the name.
    > abcd-2345
    ✅ *Welcome: Bob Whatsapp, code N2WX-8RTE.* 2 of 6 are in.
    [Undo]
    > королев
    *Семён Королёв*, registered on 12 Dec. Is that right?
    [Let in]
    > [Let in]
    ✅ *Welcome: Семён Королёв, code B4HC-6YUD.* 3 of 6 are in.
    [Undo]
    > [Undo]
    (edited) ↩️ *Taken back:* Семён Королёв, code B4HC-6YUD, is not in. 2 of 6 are in.
    [Let in]
    > yes
    ✅ *Welcome: Семён Королёв, code B4HC-6YUD.* 3 of 6 are in.
    [Undo]
    > nobody like that
    Nobody with a place at Spring meet-up is called that. Write a part of the name as it is on the ticket, or the code.
    > anna
    Which one? A number lets in. // 1. *Anna Petrova*, registered on 12 Dec, in since 17:30. / 2. *Anna Weber*, registered on 12 Dec.
    [Let in 2]
    > 2
    ✅ *Welcome: Anna Weber, code V9JS-2GLE.* 4 of 6 are in.
    [Undo]
    > wanda
    ⛔ *Not valid:* on the waiting list, number 1. Wanda Waits. An organiser can move people up.
    > (sticker)
    I can only read text and buttons. // 🚪 *Spring meet-up*, Sat 12 Dec, 18:00. 4 of 6 are in. // Scan the picture of a ticket with the phone's camera, and follow the link for the team on its page. Or write here: a code, or part of a name.
    [How many are in]
    > [How many are in]
    (edited) 🚪 *Spring meet-up*, Sat 12 Dec, 18:00. 4 of 6 are in. // Scan the picture of a ticket with the phone's camera, and follow the link for the team on its page. Or write here: a code, or part of a name.
    [How many are in]"
  `);
});

test("in Russian and on WhatsApp the same, and a ticket that was given up is told from one that is valid", async () => {
  const { world, talk } = journey;
  await giveUpOn(world.sandbox.person("Olga Left").whatsapp);
  const olga = talk(world.sandbox.newPerson("Ольга Вход").whatsapp);
  await olga.quietly((phone) => phone.asks("Привет").then(() => undefined));
  await olga.says(`/start ${await invite("Invite door help")}`);
  await olga.says(`На входе: ${shown(codeOf("Ivan Kuznetsov"))}`);
  await olga.says(`На входе: ${shown(codeOf("Ivan Kuznetsov"))}`);
  await olga.says(`На входе: ${shown(codeOf("Anna Petrova"))}`);
  await olga.says(`На входе: ${shown(codeOf("Carl Choir"))}`);
  await olga.says(shown(codeOf("Olga Left")));
  await olga.says("wanda");
  await olga.says("да");
  await olga.says("отменить");
  await olga.says("anna");
  await olga.says("Zzzzzz");
  await olga.says("вход");

  expect(await transcriptOf(olga)).toMatchInlineSnapshot(`
    "> /start team_CODE
    Теперь вы помогаете на входе: Green Club. // 🚪 *Spring meet-up*, сб 12 дек., 18:00. Вошли: 4 из 6. // Наведите камеру телефона на картинку билета и откройте на его странице ссылку для команды. Или напишите сюда код либо часть имени.
    [Сколько вошли]
    > На входе: ABCD-2345
    ✅ *Проходите: Ivan Kuznetsov, код ABCD-2345.* Вошли: 5 из 6.
    [Отменить]
    > На входе: ABCD-2345
    ⚠️ *Вход уже был в 17:30* (отметка ваша): Ivan Kuznetsov, код ABCD-2345. Вошли: 5 из 6.
    > На входе: K7QM-3FPA
    ⚠️ *Вход уже был в 17:30* (отметка: Ada Door): Anna Petrova, код K7QM-3FPA. Вошли: 5 из 6.
    > На входе: ABCD-2345
    ⚠️ *Билет на другое событие (12 дек.):* Choir evening. Вы на входе: Spring meet-up.
    > ABCD-2345
    ⛔ *Не действует:* место отдано 12 дек.: Olga Left.
    > wanda
    *Wanda Waits* (запись 12 дек.). Верно?
    [Впустить]
    > да
    ✅ *Проходите: Wanda Waits, код ABCD-2345.* Вошли: 6 из 6.
    [Отменить]
    > отменить
    ↩️ *Отменено:* Wanda Waits, код ABCD-2345, входа не было. Вошли: 5 из 6.
    [Впустить]
    > anna
    Кто из них? // 1. *Anna Petrova* (запись 12 дек.), вход был в 17:30. / 2. *Anna Weber* (запись 12 дек.), вход был в 17:30.
    > Zzzzzz
    На событие Spring meet-up никто с таким именем не записан. Напишите часть имени, как в билете, или код.
    > вход
    🚪 *Spring meet-up*, сб 12 дек., 18:00. Вошли: 5 из 6. // Наведите камеру телефона на картинку билета и откройте на его странице ссылку для команды. Или напишите сюда код либо часть имени.
    [Сколько вошли]"
  `);
});

async function giveUpOn(phone: Phone): Promise<void> {
  await phone.asks("my tickets");
  await phone.taps("I can't come");
  await phone.hears(/waiting/);
  await phone.asks("yes", /gone to the next/);
}

test("one ticket at two doors at once: one lets in, the other hears who did", async () => {
  const doors = [await newDoor("Left Door"), await newDoor("Right Door")];
  for (let round = 0; round < 5; round++) {
    const code = await newTicket(`Racer ${"ABCDE".charAt(round)}`);
    const answers = await Promise.all(doors.map((door) => door.asks(`/start in_${code}`)));
    const said = answers.map(({ text }) => text);
    expect(said.filter((text) => text.startsWith("✅ Welcome: Racer"))).toHaveLength(1);
    expect(said.filter((text) => /^⚠️ Already in at 17:\d\d \(by (Left|Right) Door\): Racer/.test(text))).toHaveLength(
      1,
    );
  }
});

/** Of somebody who registers at the last moment. */
async function newTicket(name: string): Promise<string> {
  const { world } = journey;
  await world.api(`/events/${fair.id}`, { maxParticipants: 40 }, "PATCH");
  await signUp(world.sandbox.newPerson(name).telegram, fair.slug);
  await rememberCodes();
  return codeOf(name);
}

test.each(["stranger", "participant"] as const)("a %s learns and does nothing at the door", async (who) => {
  const { world } = journey;
  const phone = world.sandbox.newPerson(`A ${who}`).telegram;
  if (who === "participant") await signUp(phone, choir.slug);
  const code = await newTicket(`Victim of a ${who}`);
  const { id: registration, at } = await newEntry(`Entered Victim of a ${who}`);
  const before = await dump();

  const words = await phone.asks(`/start in_${code}`);
  const other = who === "stranger" ? world.sandbox.newPerson("Somebody else").telegram : phone;
  expect(words.text).toBe((await other.asks("/start")).text);
  for (const data of everyDeskPress({ event: fair.id as EventId, registration, at }).map(toDeskData)) {
    world.clock.moveForward(1_000); // no flood
    await phone.forges(data);
    expect([data, /Victim|[Ww]elcome:|are in|Secret/.test((await phone.hears()).text)]).toEqual([data, false]);
  }
  for (const typed of [code, shown(code), "victim", "door", `At the door: ${shown(code)}`, `/start in_${code}`]) {
    world.clock.moveForward(1_000);
    expect([typed, /Victim|Welcome:|are in\./.test((await phone.asks(typed)).text)]).toEqual([typed, false]);
  }
  expect(await dump()).toEqual(before);
});

test("whoever opens the link of their own ticket is shown the ticket", async () => {
  const { world } = journey;
  const carl = await world.sandbox.person("Carl Choir").telegram.asks(`/start in_${codeOf("Carl Choir")}`);
  expect(carl.media).toBeDefined();
  expect(carl.text).toContain(shown(codeOf("Carl Choir")));
  const left = await world.sandbox.person("Olga Left").whatsapp.asks(`At the door: ${shown(codeOf("Olga Left"))}`);
  expect(left.text).toContain("Spring meet-up");
  expect(left.media).toBeUndefined();
});

test("door help learns nothing of an event that is not published", async () => {
  const door = await newDoor("Curious Door");
  await door.forges(toDeskData({ act: "door-at", door: secret.id as EventId }));
  expect((await door.hears()).text).not.toContain("Secret");
});

test("door help whose role was taken is at no door any more", async () => {
  const { world } = journey;
  const door = await newDoor("Former Door");
  const code = await newTicket("Late Guest");
  await world.app.database.db
    .updateTable("staff")
    .set({ removedAt: new Date() })
    .where("name", "=", "Former Door")
    .execute();
  for (const words of [code, "late", `/start in_${code}`]) {
    expect((await door.asks(words)).text).not.toMatch(/Late Guest|Welcome:/);
  }
  expect(await countIn(code)).toBe(0);
});

test("whoever is in is told so when they press that they cannot come", async () => {
  const { world } = journey;
  const anna = world.sandbox.person("Anna Weber").telegram;
  await anna.asks("/my");
  await anna.taps("I can't come");
  expect((await anna.hears()).text).toMatch(/let in at the door already/);
});

test("an organiser has the door in the menu and on the page of an event, and hears when it opens", async () => {
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  await max.asks("menu");
  await max.taps("Door");
  expect((await max.hears()).text).toMatch(/Spring meet-up.*are in\./);
  await max.asks("menu");
  await max.taps("Events");
  const list = await max.hears();
  const number = /(\d+)\. Choir evening/.exec(list.text)?.[1];
  await max.asks(number ?? "");
  await max.taps("Door");
  expect((await max.hears()).text).toMatch(/The door of Choir evening is not open: it opens 12 hours before/);
});

test("with two doors open each is asked once which is theirs, and what was scanned is not scanned again", async () => {
  const { world, talk } = journey;
  const now = world.clock.now().getTime();
  const chess = await world.publish({ title: "Chess night", startsAt: new Date(now + HOUR_MS).toISOString() });
  await signUp(world.sandbox.newPerson("Magnus").telegram, chess.slug);
  await rememberCodes();
  const ada = talk(await newDoor("Another Door"));
  await ada.says(`/start in_${codeOf("Magnus")}`);
  await ada.says("2");
  await ada.says(`/start in_${await newTicket("Pawn Shop")}`);
  await ada.taps("Go to that door");
  await ada.says("/start in_ZZZZZZZZ");
  await ada.says("door");
  await ada.taps("Another door");
  await ada.says("cancel");
  expect(await transcriptOf(ada)).toMatchInlineSnapshot(`
    "> /start in_CODE
    At which door are you? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00 / 2. *Chess night*, Sat 12 Dec, 18:30
    [1] [2]
    > 2
    ✅ *Welcome: Magnus, code ABCD-2345.* 1 of 1 are in.
    [Undo]
    > /start in_CODE
    ⚠️ *Another event (12 Dec):* Spring meet-up. You are at the door of Chess night.
    [Go to that door]
    > [Go to that door]
    ✅ *Welcome: Pawn Shop, code ABCD-2345.* 13 of 17 are in.
    [Undo]
    > /start in_CODE
    ⛔ *Not valid:* nobody has this code. Look at it once more, or write the name.
    > door
    🚪 *Spring meet-up*, Sat 12 Dec, 18:00. 13 of 17 are in. // Scan the picture of a ticket with the phone's camera, and follow the link for the team on its page. Or write here: a code, or part of a name.
    [How many are in] [Another door]
    > [Another door]
    At which door are you? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00 / 2. *Chess night*, Sat 12 Dec, 18:30
    [1] [2]
    > cancel
    At which door are you? Choose below, or write its number. // 1. *Spring meet-up*, Sat 12 Dec, 18:00 / 2. *Chess night*, Sat 12 Dec, 18:30
    [1] [2]"
  `);
});

async function newEntry(name: string) {
  const code = await newTicket(name);
  const at = journey.world.clock.now();
  const { id } = await journey.world.app.database.db
    .updateTable("eventRegistrations")
    .set({ checkedInAt: at })
    .where("ticketCode", "=", code)
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, at };
}

async function countIn(code: string): Promise<number> {
  const { db } = journey.world.app.database;
  const rows = await db
    .selectFrom("eventRegistrations")
    .select("id")
    .where("ticketCode", "=", code)
    .where("checkedInAt", "is not", null)
    .execute();
  return rows.length;
}

/** All that could change at the door. */
async function dump() {
  const { db } = journey.world.app.database;
  const entered = db.selectFrom("eventRegistrations").select(["id", "status", "checkedInAt"]).orderBy("id");
  return {
    entered: await entered.execute(),
    audit: await db.selectFrom("auditLog").selectAll().orderBy("id").execute(),
  };
}
