import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GraphApi, refusal, startGraphApi } from "../../test/graph-api.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import { type Intent, label } from "../intents.ts";
import type { EventFacts, WhatsappAddress } from "../messages.ts";
import { createTexts } from "../texts/texts.ts";
import { createWhatsappChannel } from "./channel.ts";
import type { Notice } from "./notices.ts";

const now = new Date("2026-12-01T10:00:00Z");
const id = newId<OutboxId>();
const HOUR = 60 * 60_000;
const anna: WhatsappAddress = { platform: "whatsapp", userId: "DE.134", phone: "4915112345678" };
const event: EventFacts = {
  id: newId<EventId>(),
  slug: "spring-meet-up",
  title: "Spring meet-up",
  startsAt: "2026-12-12T15:00:00Z",
  endsAt: null,
  timeZone: "Europe/Moscow",
  location: "Library hall",
  locationUrl: null,
};
const changed: Intent = {
  text: "event-changed",
  params: { event: { type: "event", event }, code: "K7QM-3FPA" },
  locale: "en",
  choices: [[{ type: "press", label: label("button-ticket"), data: "ticket:1" }]],
};
const ticket: Intent = { ...changed, text: "seat-yours", picture: { type: "ticket", code: "K7QM3FPA" } };

let graph: GraphApi;
let notices: Notice[];

beforeEach(async () => {
  graph = await startGraphApi();
  notices = [];
});
afterEach(() => graph.close());

const { word } = createTexts({
  organisation: "Green Club",
  contact: "info@club.example",
  retentionDays: 90,
  locale: "en",
  publicUrl: "https://club.example",
  telegramBot: undefined,
  whatsappPhone: undefined,
});

function send(intent: Intent, { ago = 25 * HOUR, to = anna } = {}) {
  const onNotice = (notice: Notice) => void notices.push(notice);
  const log = pino({ level: "silent" });
  const attach = async () => undefined;
  const clock = { now: () => now };
  const fetchPicture = async () => undefined;
  const channel = createWhatsappChannel({ config: graph.config, word, attach, fetchPicture, clock, log, onNotice });
  return channel.send({ id, to, intent, lastInboundAt: new Date(now.getTime() - ago) });
}

const sent = () => graph.calls.filter(({ path }) => path.endsWith("/messages")).map(({ body }) => body);
const names = () =>
  sent().map((body) => {
    const { type, template } = body as { type: string; template?: { name: string; language: { code: string } } };
    return template ? `${template.name} ${template.language.code}` : type;
  });

test("after the 24 hours a template goes, with our id and the press in its button", async () => {
  expect(await send(changed)).toEqual({ type: "sent", providerMessageId: "wamid.1" });
  expect(sent()).toEqual([
    {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      recipient: "DE.134",
      biz_opaque_callback_data: id,
      type: "template",
      template: {
        name: "event_changed",
        language: { code: "en" },
        components: [
          {
            type: "body",
            parameters: expect.arrayContaining([
              { type: "text", parameter_name: "title", text: "Spring meet-up" },
              { type: "text", parameter_name: "code", text: "K7QM-3FPA" },
            ]),
          },
          {
            type: "button",
            sub_type: "quick_reply",
            index: "0",
            parameters: [{ type: "payload", payload: "ticket:1" }],
          },
        ],
      },
    },
  ]);
});

test("within them the same goes in our own words", async () => {
  await send(changed, { ago: HOUR });
  expect(names()).toEqual(["interactive"]);
});

test("a window that Meta sees closed is no loss: the template follows in the same sending", async () => {
  graph.answer("/messages", refusal(131047));
  expect(await send(ticket, { ago: HOUR })).toMatchObject({ type: "sent" });
  expect(names()).toEqual(["interactive", "seat_yours en"]);
  expect(notices).toEqual([]);
});

test("what has no template is said to need one", async () => {
  graph.answer("/messages", refusal(131047));
  expect(await send({ ...changed, text: "events" }, { ago: HOUR })).toEqual({ type: "needs-template" });
  expect(await send({ ...changed, text: "events" })).toEqual({ type: "needs-template" });
  expect(names()).toEqual(["interactive"]);
});

test("a language that is not approved gives way to the other, once, and the admins hear of it", async () => {
  graph.answer("/messages", refusal(132001, { status: 404 }));
  expect(await send({ ...changed, locale: "ru" })).toMatchObject({ type: "sent" });
  expect(names()).toEqual(["event_changed ru", "event_changed en"]);
  expect(sent()[1]).toMatchObject({
    template: {
      components: [
        {
          parameters: expect.arrayContaining([
            expect.objectContaining({ text: "Saturday 12 December, 18:00 (Moscow time)" }),
          ]),
        },
        {},
      ],
    },
  });
  expect(notices).toEqual([
    {
      type: "template-refused",
      template: "event_changed",
      language: "ru",
      problem: "is missing at Meta or not approved there",
      errorCode: 132001,
    },
  ]);
});

test("a word with a cancellation whose template is not there costs nobody the news itself", async () => {
  graph.answer("/messages", refusal(132001, { status: 404 }));
  const params = { ...changed.params, words: "No heating." };
  expect(await send({ ...changed, text: "event-cancelled-word", params, choices: [] })).toMatchObject({ type: "sent" });
  expect(names()).toEqual(["event_cancelled_word en", "event_cancelled en"]);
  expect(notices).toMatchObject([{ type: "template-refused", template: "event_cancelled_word", language: "en" }]);
});

test("a template that is in no language is refused, in words that say which", async () => {
  graph.answer("/messages", refusal(132001, { status: 404 }), refusal(132001, { status: 404 }));
  expect(await send(changed)).toEqual({
    type: "refused",
    reason: "rejected",
    detail: "the template event_changed (ru) is missing at Meta or not approved there: 132001 (#132001) refused",
  });
  expect(sent()).toHaveLength(2);
  expect(notices).toHaveLength(2);
});

test.each([
  [
    132015,
    {
      type: "retry",
      afterMs: HOUR,
      reason: "the template event_changed (en) is paused by Meta: 132015 (#132015) refused",
    },
  ],
  [
    132016,
    { type: "refused", detail: "the template event_changed (en) is disabled by Meta: 132016 (#132016) refused" },
  ],
  [132007, { type: "refused", detail: expect.stringMatching("is against Meta's policy") }],
  [132000, { type: "refused", detail: expect.stringMatching("does not fit what Meta approved") }],
])("%i tells whoever must mend it which template it is about", async (code, expected) => {
  graph.answer("/messages", refusal(code));
  expect(await send(changed)).toMatchObject(expected);
  expect(notices).toMatchObject([{ type: "template-refused", template: "event_changed", errorCode: code }]);
});

test("what has nothing to do with the template is told as ever", async () => {
  graph.answer("/messages", refusal(131026), refusal(131042));
  expect(await send(changed)).toMatchObject({
    type: "refused",
    reason: "unreachable",
    detail: expect.stringMatching(/^131026/),
  });
  expect(await send(changed)).toMatchObject({ type: "channel-stopped", reason: expect.stringMatching(/^131042/) });
  expect(notices).toEqual([]);
});

test("a template goes to the number, where it needs one", async () => {
  graph.answer("/messages", refusal(131062), refusal(132001, { status: 404 }));
  expect(await send(changed)).toMatchObject({ type: "sent" });
  expect(sent()).toMatchObject([{ recipient: "DE.134" }, { to: anna.phone }, { to: anna.phone }]);
  expect(names().at(-1)).toBe("event_changed ru");
});

test("a template for somebody whose language nothing told is in the house's own", async () => {
  const { locale: _, ...unknown } = changed;
  expect(await send(unknown)).toMatchObject({ type: "sent" });
  expect(names()).toEqual(["event_changed en"]);
});
