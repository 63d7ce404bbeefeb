import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { choosePageLanguage, PAGE_TEXTS } from "./page-texts.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

const clock = createClock();
const bot = "https://t.me/doorlist_sandbox_bot";
const listEvents = async () => [
  {
    ...{ title: "Choir", startsAt: "2026-12-12T15:00:00Z", timeZone: "Europe/Moscow" },
    ...{ telegramLink: `${bot}?start=e_choir`, whatsappLink: "" },
  },
];

let sandbox: ServedSandbox;
beforeAll(async () => {
  sandbox = await serveSandbox({
    clock,
    targets: { whatsapp: undefined },
    listEvents,
    advanceClock: async (ms) => clock.moveForward(ms),
  });
});
afterAll(() => sandbox.stop());

function post(path: string, body: object, type = "application/json"): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
}

/** Reads the live stream until an event is the one that is meant. */
async function hear(
  isMeant: (event: string, data: unknown) => boolean,
  meanwhile: () => Promise<unknown> = async () => {},
) {
  const response = await fetch(`${sandbox.url}/events`);
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let begun = false; ; ) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the stream ended");
    text += value;
    for (const [, event = "", data = "{}"] of text.matchAll(/event: (\w+)\ndata: (.*)\n/g)) {
      if (!isMeant(event, JSON.parse(data))) continue;
      await reader.cancel();
      return JSON.parse(data);
    }
    if (!begun && text.includes("event: events")) {
      begun = true;
      void meanwhile().catch(() => undefined); // answered when the test is over
    }
  }
}

describe("the page", () => {
  test.each([
    ["?lang=ru", "en", "ru"],
    ["", "ru-RU,ru;q=0.9,en;q=0.8", "ru"],
    ["", "de,en;q=0.5", "en"],
    ["", "", "en"],
  ] as const)("%s with Accept-Language %j is in %s", async (query, accepted, language) => {
    const page = await fetch(`${sandbox.url}/${query}`, { headers: { "accept-language": accepted } });
    const text = await page.text();
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(PAGE_TEXTS[language].lead);
  });

  test("loads nothing from elsewhere, and has all it loads", async () => {
    const page = await fetch(`${sandbox.url}/`);
    const text = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const paths = [...text.matchAll(/(?:src|href)="([^"?]+\.(?:js|css))"/g)].map((match) => match[1] ?? "");
    expect(paths).toHaveLength(4);
    for (const path of paths) expect((await fetch(`${sandbox.url}${path}`)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/assets/..%2fpage.ts`)).status).toBe(404);
  });

  test("has every text in both languages", () => {
    expect(Object.values(PAGE_TEXTS.ru).filter((text) => !/[а-яё]/i.test(text))).toEqual([]);
    expect(choosePageLanguage("fr", "ru")).toBe("ru");
  });
});

test("an event's start is told by the clocks at its place, whatever those of the browser", async () => {
  const { tellStart } = await import(new URL("./assets/moments.js", import.meta.url).href);
  const start = { startsAt: "2026-12-12T23:30:00Z", timeZone: "Asia/Tokyo" };
  expect(tellStart(start, "en-GB")).toBe("Sun 13 Dec, 08:30 GMT+9");
  expect(tellStart({ ...start, timeZone: "America/New_York" }, "ru")).toBe("сб, 12 дек., 18:30 GMT-5");
});

describe("the live stream", () => {
  test("begins with everything, and with the events to open", async () => {
    const world = await hear((event) => event === "world");
    expect(world.people.map(({ name }: { name: string }) => name)).toEqual(["Anna", "Max", "Ольга", "Igor"]);
    expect(await hear((event) => event === "events")).toEqual(await listEvents());
  });

  test("brings what is said, at once", async () => {
    const said = await hear(
      (event) => event === "message",
      () => post("/actions", { person: "Max", platform: "telegram", type: "say", text: "hello" }),
    );
    expect(said).toMatchObject({ key: "telegram:1002", message: { author: "person", text: "hello" } });
    expect(said.message.raw).toBeUndefined();
  });

  test("tells when the clock has moved", async () => {
    const before = clock.now().getTime();
    const moved = await hear(
      (event, data) => event === "clock" && (data as { moving: boolean }).moving === false,
      () => post("/clock", { ms: 60 * 60_000 }),
    );
    expect(Date.parse(moved.now) - before).toBeGreaterThanOrEqual(60 * 60_000);
  });
});

test("the clock goes forward only, by a day at most", async () => {
  const before = clock.offsetMs();
  const statuses = await Promise.all(
    [-1, 0, 24 * 60 * 60_000 + 1, "x"].map(async (ms) => (await post("/clock", { ms })).status),
  );
  expect(statuses).toEqual([400, 400, 400, 400]);
  expect(clock.offsetMs()).toBe(before);
});

test.each([
  ["nobody", { person: "Nobody", platform: "telegram", type: "say", text: "x" }],
  ["no messenger", { person: "Anna", platform: "pigeon", type: "say", text: "x" }],
  ["nothing to say", { person: "Anna", platform: "telegram", type: "say", text: " " }],
  ["a button that is not there", { person: "Anna", platform: "telegram", type: "press", message: "1", data: "x" }],
  ["a link that leads elsewhere", { person: "Anna", platform: "telegram", type: "open", link: "https://example.org" }],
])("an action with %s comes to nothing", async (_, action) => {
  expect(await (await post("/actions", action)).json()).toEqual({ outcome: "impossible" });
});

test("a form from a foreign page is not obeyed", async () => {
  const action = { person: "Anna", platform: "telegram", type: "say", text: "stolen" };
  expect((await post("/actions", action, "text/plain")).status).toBe(400);
  expect(sandbox.person("Anna").telegram.messages).toEqual([]);
});

test("an upload is shown only if it is a picture or a PDF", async () => {
  const { world } = sandbox;
  const base64 = Buffer.from("<script>alert(1)</script>").toString("base64");
  const page = await fetch(`${sandbox.url}/media/${world.addMedia({ type: "text/html", fileName: "x.html", base64 })}`);
  expect(page.headers.get("content-type")).toBe("application/octet-stream");
  expect(page.headers.get("content-disposition")).toMatch(/^attachment/);
  const picture = await fetch(`${sandbox.url}/media/${world.addMedia({ type: "image/png", fileName: "x", base64 })}`);
  expect(picture.headers.get("content-type")).toBe("image/png");
  const pdf = { type: "application/pdf", fileName: "Афиша.pdf", base64 };
  const document = await fetch(`${sandbox.url}/media/${world.addMedia(pdf)}`);
  expect(document.headers.get("content-type")).toBe("application/pdf");
  expect(document.headers.get("content-disposition")).toBe(
    "inline; filename*=UTF-8''%D0%90%D1%84%D0%B8%D1%88%D0%B0.pdf",
  );
});
