import fc from "fast-check";
import { expect, test } from "vitest";
import { findPressId, parseUpdate } from "./parse.ts";

const now = new Date("2026-11-21T10:00:00Z");
const reading = { now, botName: "DoorlistBot" };
const ada = { id: 7, is_bot: false, first_name: "Ada", last_name: "Lovelace", language_code: "en" };
const privateChat = { id: 7, type: "private", first_name: "Ada" };
const group = { id: -1_001_234, type: "supergroup", title: "Choir" };
const message = { message_id: 5, date: 1_795_000_000, from: ada, chat: privateChat };
const common = {
  address: { platform: "telegram", telegramId: 7 },
  updateKey: "900",
  updateNumber: 900,
  sentAt: new Date(1_795_000_000_000),
  profileName: "Ada Lovelace",
  languageCode: "en",
};

const parse = (update: object) => parseUpdate({ update_id: 900, ...update }, reading);
const parseMessage = (part: object) => parse({ message: { ...message, ...part } })?.content;
const parseInGroup = (part: object) => parse({ message: { ...message, chat: group, ...part } });

test("words in a private chat come with who wrote them, and when", () => {
  expect(parse({ message: { ...message, text: "hello" } })).toEqual({
    ...common,
    content: { type: "text", text: "hello" },
  });
});

test("a person without a last name, a language or any name is still heard", () => {
  const told = parse({ message: { ...message, from: { id: 7, is_bot: false, first_name: " " }, text: "hello" } });

  expect(told).toMatchObject({ profileName: undefined, languageCode: undefined, content: { text: "hello" } });
});

test("a command may name the bot, as Telegram's clients write it", () => {
  expect(parseMessage({ text: "/start@DoorlistBot e_choir" })).toEqual({ type: "text", text: "/start e_choir" });
  expect(parseMessage({ text: "/my@doorlistbot" })).toEqual({ type: "text", text: "/my" });
  expect(parseMessage({ text: "/start e_choir@x" })).toEqual({ type: "text", text: "/start e_choir@x" });
  expect(parseMessage({ text: "max@web.de" })).toEqual({ type: "text", text: "max@web.de" });
});

test.each([
  ["sticker", { sticker: {} }],
  ["voice", { voice: {} }],
  ["photo", { photo: [{}], caption: "my dog" }],
  ["animation", { document: {}, animation: {} }],
  ["venue", { location: {}, venue: {} }],
  ["location", { location: {} }],
  ["contact", { contact: {} }],
  ["poll", { poll: {} }],
  ["story", { story: {} }],
])("a %s is something that we cannot read", (kind, part) => {
  expect(parseMessage(part)).toEqual({ type: "unsupported", kind });
});

test("of a photo the largest size is taken, and what it was sent together with", () => {
  const photo = [{ file_id: "small" }, { file_id: "large" }];
  const picture = { type: "picture", fileId: "large" };
  expect(parseMessage({ photo, caption: "my dog" })).toEqual({ ...picture, album: undefined });
  expect(parseMessage({ photo, media_group_id: "136" })).toEqual({ ...picture, album: "136" });
});

test("a service message is no message of the person", () => {
  expect(parse({ message: { ...message, pinned_message: { ...message, text: "x" } } })).toBeUndefined();
  expect(parse({ message: { ...message, message_auto_delete_timer_changed: {} } })).toBeUndefined();
});

test("a point on the map is a place, a venue one with its name and address", () => {
  const location = { latitude: 55.75, longitude: 37.62 };
  expect(parseMessage({ location })).toEqual({ type: "place", ...location, name: undefined });
  const venue = { location, title: "Library hall", address: "Lesnaya 5" };
  expect(parseMessage({ location, venue })).toEqual({
    type: "place",
    ...location,
    name: "Library hall, Lesnaya 5",
  });
  expect(parseMessage({ location: { latitude: 91, longitude: 0 } })).toMatchObject({
    type: "unsupported",
  });
});

test("changed words are an edit of that moment, a moving live location is nothing", () => {
  const edited = { ...message, edit_date: 1_795_000_060 };

  expect(parse({ edited_message: { ...edited, text: "helo" } })).toEqual({
    ...common,
    sentAt: new Date(1_795_000_060_000),
    content: { type: "edited" },
  });
  expect(parse({ edited_message: { ...edited, location: {} } })).toBeUndefined();
  expect(parse({ edited_message: { ...edited, chat: group, text: "helo" } })).toBeUndefined();
});

test("a press is read with its data, its message, and our own time", () => {
  const press = { id: "44", from: ada, message, chat_instance: "1", data: "my" };

  expect(parse({ callback_query: press })).toEqual({
    ...common,
    sentAt: now,
    content: { type: "press", data: "my", messageId: "5" },
  });
});

test("a press on a message that Telegram no longer shows still counts", () => {
  const press = { id: "44", from: ada, chat_instance: "1", data: "my" };
  const inaccessible = { chat: privateChat, message_id: 5, date: 0 };

  expect(parse({ callback_query: { ...press, message: inaccessible } })?.content).toMatchObject({ messageId: "5" });
  expect(parse({ callback_query: press })?.content).toEqual({ type: "press", data: "my", messageId: undefined });
});

test("a press in a group, or one without data, asks nothing of us", () => {
  const press = { id: "44", from: ada, message, chat_instance: "1", data: "my" };

  expect(parse({ callback_query: { ...press, message: { ...message, chat: group } } })).toBeUndefined();
  expect(parse({ callback_query: { ...press, data: undefined, game_short_name: "x" } })).toBeUndefined();
});

test("every press has an id to answer it by, whatever else it holds", () => {
  expect(findPressId({ update_id: 1, callback_query: { id: "44" } })).toBe("44");
  expect(findPressId({ update_id: 1, callback_query: { id: 44 } })).toBeUndefined();
  expect(findPressId({ update_id: 1, message })).toBeUndefined();
});

test("blocking and unblocking is told by the membership in the private chat", () => {
  const change = (status: string) => ({
    my_chat_member: { chat: privateChat, from: ada, date: 1_795_000_000, new_chat_member: { status } },
  });

  expect(parse(change("kicked"))).toEqual({ ...common, content: { type: "reachability", blocked: true } });
  expect(parse(change("member"))?.content).toEqual({ type: "reachability", blocked: false });
  expect(parse(change("administrator"))).toBeUndefined();
});

test("being added to a group is told with the group's id, being made administrator or put out is not", () => {
  const change = (before: string, after: string, chat: object = group) =>
    parse({
      my_chat_member: {
        chat,
        from: ada,
        date: 1_795_000_000,
        old_chat_member: { status: before },
        new_chat_member: { status: after },
      },
    });

  expect(change("left", "member")).toMatchObject({ address: { telegramId: -1_001_234 }, content: { type: "group" } });
  expect(change("kicked", "administrator")?.content).toEqual({ type: "group" });
  expect(change("member", "administrator")).toBeUndefined();
  expect(change("member", "left")).toBeUndefined();
  expect(change("left", "administrator", { id: -100_5, type: "channel" })).toBeUndefined();
});

test.each([
  ["/start", true],
  ["/start@DoorlistBot", true],
  ["/start@OtherBot", false],
  ["what is @doorlistbot for?", true],
  ["ask @DoorlistBotty", false],
  ["write to max@web.de", false],
  ["see you at eight", false],
])("in a group, %j is meant for us: %s", (text, meant) => {
  const told = parseInGroup({ text });

  expect(told?.content.type).toBe(meant ? "group" : undefined);
  if (told) expect(told.address).toEqual({ platform: "telegram", telegramId: -1_001_234 });
});

test("before Telegram has told the bot's name, a group's commands are answered and its mentions are not", () => {
  const inGroup = (text: string) => ({ update_id: 1, message: { ...message, chat: group, text } });
  const unnamed = { now, botName: undefined };

  expect(parseUpdate(inGroup("/start@DoorlistBot"), unnamed)?.content).toEqual({ type: "group" });
  expect(parseUpdate(inGroup("hi @DoorlistBot"), unnamed)).toBeUndefined();
});

test("channel posts, other bots and kinds of update that we did not ask for are nothing to us", () => {
  expect(parse({ channel_post: { ...message, text: "news" } })).toBeUndefined();
  expect(parse({ message: { ...message, from: { ...ada, is_bot: true }, text: "hello" } })).toBeUndefined();
  expect(parse({ message: { ...message, chat: { id: -5, type: "channel" }, text: "/start" } })).toBeUndefined();
  expect(parse({ poll_answer: { poll_id: "1" } })).toBeUndefined();
  expect(parse({})).toBeUndefined();
});

test.each([
  [
    "an id beyond what JavaScript counts",
    { message: { ...message, text: "x", chat: { ...privateChat, id: 2 ** 53 } } },
  ],
  ["an id in words", { message: { ...message, text: "x", chat: { ...privateChat, id: "7" } } }],
  ["half an id", { message: { ...message, text: "x", chat: { ...privateChat, id: 7.5 } } }],
  ["a moment that no calendar holds", { message: { ...message, text: "x", date: 1e15 } }],
  ["a moment before all", { message: { ...message, text: "x", date: -1 } }],
  ["a text that is none", { message: { ...message, text: { toString: "x" } } }],
  ["nobody", { message: { ...message, text: "x", from: null } }],
  ["a list in place of a chat", { message: { ...message, text: "x", chat: [] } }],
  ["an update number in words", { update_id: "900", message: { ...message, text: "x" } }],
  ["an update number beyond counting", { update_id: 1e300, message: { ...message, text: "x" } }],
])("%s is nothing to us", (_, update) => {
  expect(parse(update)).toBeUndefined();
});

test("keys that play with prototypes change nothing", () => {
  const hostile = `{"update_id":1,"__proto__":{"message":{"text":"x"}},"constructor":{"prototype":{"text":"x"}}}`;

  expect(parseUpdate(JSON.parse(hostile), reading)).toBeUndefined();
  expect("text" in {}).toBe(false);
});

test("any JSON, and any update with any part replaced by anything, is read or ignored without a fault", () => {
  const updates = [
    { update_id: 1, message: { ...message, text: "/start@DoorlistBot x" } },
    { update_id: 1, message: { ...message, chat: group, text: "@DoorlistBot" } },
    { update_id: 1, edited_message: { ...message, text: "x" } },
    { update_id: 1, callback_query: { id: "4", from: ada, message, data: "my" } },
    {
      update_id: 1,
      my_chat_member: { chat: group, from: ada, date: 1, old_chat_member: { status: "left" }, new_chat_member: {} },
    },
  ];
  const broken = fc.tuple(fc.constantFrom(...updates), fc.nat(), fc.jsonValue()).map(([update, index, value]) => {
    let at = index % countValues(update);
    return JSON.parse(JSON.stringify(update), (_, old: unknown) => (at-- === 0 ? value : old)) as unknown;
  });

  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything(), broken), (json) => {
      const told = parseUpdate(json, reading);
      findPressId(json);
      if (!told) return;
      expect(Number.isSafeInteger(told.updateNumber)).toBe(true);
      expect(told.address.platform === "telegram" && Number.isSafeInteger(told.address.telegramId)).toBe(true);
      expect(told.sentAt.getTime()).not.toBeNaN();
    }),
    { numRuns: 2000 },
  );
});

function countValues(value: unknown): number {
  let count = 0;
  JSON.stringify(value, (_, part: unknown) => {
    count++;
    return part;
  });
  return count;
}
