import fc from "fast-check";
import { expect, test } from "vitest";
import type { InboundMessage } from "../messages.ts";
import { type Delivered, parseWebhook } from "./parse.ts";

const now = new Date("2026-12-01T10:00:00Z");
const phoneNumberId = "1055";

function parse(value: object, { field = "messages", id = phoneNumberId } = {}): Delivered {
  const metadata = { display_phone_number: "79120000000", phone_number_id: id };
  const changes = [{ field, value: { messaging_product: "whatsapp", metadata, ...value } }];
  const body = { object: "whatsapp_business_account", entry: [{ id: "2066", changes }] };
  return parseWebhook(JSON.parse(JSON.stringify(body)), { phoneNumberId, businessAccountId: "2066", now });
}

const anna = { profile: { name: "Анна" }, wa_id: "4915112345678", user_id: "DE.13491208655302741918" };
const text = { id: "wamid.1", timestamp: "1796000000", type: "text", text: { body: "Hello" } };
const hello = { ...text, from: anna.wa_id, from_user_id: anna.user_id };

function readOne(message: object, contacts: object[] = [anna]): InboundMessage | undefined {
  return parse({ contacts, messages: [message] }).messages[0];
}

test("a picture is read as one, which WhatsApp keeps for nobody", () => {
  const image = { id: "m", mime_type: "image/jpeg", caption: "my dog" };
  const content = { type: "picture", fileId: undefined, album: undefined };
  expect(readOne({ ...hello, type: "image", image })).toMatchObject({ content });
});

test("a text is read with who wrote it, when, and how they call themselves", () => {
  expect(readOne(hello)).toEqual({
    address: { platform: "whatsapp", userId: "DE.13491208655302741918", phone: "4915112345678" },
    updateKey: "wamid.1",
    updateNumber: undefined,
    sentAt: new Date(1796000000 * 1000),
    profileName: "Анна",
    languageCode: undefined,
    content: { type: "text", text: "Hello" },
  });
});

test("in a batch each message gets its own contact, in whatever order they come", () => {
  const max = { profile: { name: "Max" }, wa_id: "4917000000001", user_id: "DE.2" };
  const { messages } = parse({
    contacts: [max, anna],
    messages: [hello, { ...text, id: "wamid.2", from: max.wa_id }, { ...text, id: "wamid.3", from: "4916000000009" }],
  });
  expect(messages.map((m) => [m.updateKey, m.profileName, m.address])).toEqual([
    ["wamid.1", "Анна", { platform: "whatsapp", userId: anna.user_id, phone: anna.wa_id }],
    ["wamid.2", "Max", { platform: "whatsapp", userId: "DE.2", phone: max.wa_id }],
    ["wamid.3", undefined, { platform: "whatsapp", userId: undefined, phone: "4916000000009" }],
  ]);
});

test.each([
  [
    "a reply button",
    { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "go", title: "Go" } } },
  ],
  ["a list row", { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "go", title: "Go" } } }],
  ["a template's button", { type: "button", button: { payload: "go", text: "Go" } }],
])("%s is a press, on the message it hangs on if that is told", (_, press) => {
  const message = { ...hello, text: undefined, ...press };
  expect(readOne({ ...message, context: { id: "wamid.0" } })?.content).toEqual({
    type: "press",
    data: "go",
    messageId: "wamid.0",
  });
  expect(readOne(message)?.content).toEqual({ type: "press", data: "go", messageId: undefined });
});

test("a template's button that was given no press says its words", () => {
  const button = { payload: "My ticket", text: "My ticket" };
  expect(readOne({ ...hello, type: "button", button })?.content).toEqual({ type: "text", text: "My ticket" });
});

test.each([
  ["nfm_reply", { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: "{}" } } }],
  ["location", { type: "location", location: { latitude: 91, longitude: "2" } }],
  ["contacts", { type: "contacts", contacts: [] }],
  ["audio", { type: "audio", audio: { id: "m", voice: true } }],
  ["sticker", { type: "sticker", sticker: { id: "m" } }],
  ["unsupported", { type: "unsupported", errors: [{ code: 131051 }] }],
  ["order", { type: "order", order: {} }],
  ["text", { type: "text", text: { body: 7 } }],
  ["unknown", { type: undefined }],
  ["something-new", { type: "something-new" }],
])("%s is something we cannot read", (kind, shape) => {
  expect(readOne({ ...hello, text: undefined, ...shape })?.content).toEqual({ type: "unsupported", kind });
});

test.each([
  [{}, undefined],
  [{ name: "Library hall" }, "Library hall"],
  [{ name: "Library hall", address: "Lesnaya 5", url: "https://maps.example" }, "Library hall, Lesnaya 5"],
])("a point on the map with %j is a place", (more, name) => {
  const location = { latitude: 55.75, longitude: 37.62, ...more };
  const content = { type: "place", latitude: 55.75, longitude: 37.62, name };
  expect(readOne({ ...hello, text: undefined, type: "location", location })?.content).toEqual(content);
});

test("hearts, messages taken back and messages in groups ask for no answer", () => {
  const reaction = { ...hello, type: "reaction", reaction: { message_id: "wamid.0", emoji: "❤️" } };
  for (const quiet of [reaction, { ...hello, type: "revoke" }, { ...hello, group_id: "g1" }]) {
    expect(readOne(quiet)).toBeUndefined();
  }
});

test("a new number keeps the person: the old one is `from`, the new one is in the system message", () => {
  const system = { type: "user_changed_number", wa_id: "4915199999999", user_id: "DE.new", previous_user_id: "DE.old" };
  const moved = readOne({ ...text, type: "system", from: "4915112345678", system }, []);
  expect(moved).toMatchObject({
    address: { platform: "whatsapp", userId: "DE.new", phone: "4915199999999" },
    content: { type: "moved", previous: { platform: "whatsapp", userId: "DE.old", phone: "4915112345678" } },
  });
});

test("a new id without any number keeps the person as well", () => {
  const system = { type: "user_changed_user_id", user_id: "DE.new", previous_user_id: "DE.old" };
  expect(readOne({ ...text, type: "system", system }, [])).toMatchObject({
    address: { userId: "DE.new", phone: undefined },
    content: { type: "moved", previous: { userId: "DE.old", phone: undefined } },
  });
});

test("a system message that names nobody before, or that we do not know, changes nothing", () => {
  for (const system of [
    { type: "user_changed_user_id", user_id: "DE.new" },
    { type: "customer_identity_changed", wa_id: "4915112345678" },
    { type: "user_changed_number", wa_id: "4915112345678", user_id: "DE.1", previous_user_id: "DE.1" },
    {},
  ]) {
    expect(readOne({ ...text, type: "system", from: "4915112345678", system })).toBeUndefined();
  }
});

test("only what is about our own number counts, and only its messages", () => {
  expect(parse({ contacts: [anna], messages: [hello] }, { id: "999" }).messages).toEqual([]);
  expect(parse({ contacts: [anna], messages: [hello] }, { field: "smb_message_echoes" }).messages).toEqual([]);
});

test("a message without an id, or from nobody, is left out and the others stay", () => {
  const { messages } = parse({ messages: [{ ...hello, id: undefined }, text, null, 7, "x", [], hello] });
  expect(messages.map((m) => m.updateKey)).toEqual(["wamid.1"]);
});

test("a moment that is missing, nonsense or still to come is taken for now", () => {
  for (const timestamp of [undefined, "", "soon", "-5", "99999999999", "1e400", {}, null]) {
    expect(readOne({ ...hello, timestamp })?.sentAt).toEqual(now);
  }
});

test("no JSON at all makes the reader throw", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => void parseWebhook(body, { phoneNumberId, businessAccountId: "2066", now })),
  );
});

test("no JSON in the place of a message, a contact, a status or one of their parts makes the reader throw", () => {
  const part = fc.oneof(fc.jsonValue(), fc.constantFrom("text", "system", "interactive", "button", "edit", anna.wa_id));
  const message = fc.record(
    {
      id: fc.oneof(fc.string(), part),
      from: part,
      from_user_id: part,
      type: part,
      timestamp: part,
      text: part,
      interactive: part,
      button: part,
      system: part,
      context: part,
    },
    { requiredKeys: [] },
  );
  const value = fc.record({ messages: fc.oneof(fc.array(message), part), contacts: part, statuses: part });
  fc.assert(
    fc.property(value, (value) => {
      for (const { address, updateKey } of parse(value).messages) {
        expect(updateKey).not.toBe("");
        expect(address.platform === "whatsapp" && (address.userId ?? address.phone)).toBeTruthy();
      }
    }),
  );
});
