import { beforeEach, expect, test } from "vitest";
import type { Content, InboundMessage } from "../messages.ts";
import { createOutageApologies, type OutageApologies } from "./apologies.ts";

let told: string[];
let outage: OutageApologies;

beforeEach(() => {
  told = [];
  outage = createOutageApologies({
    locale: "en",
    sayDirectly: (to, { text, locale }) =>
      void told.push(`${to.platform === "telegram" && to.telegramId} ${text} ${locale}`),
  });
});

function from(telegramId: number, content: Content, languageCode?: string): InboundMessage {
  return {
    address: { platform: "telegram", telegramId },
    updateKey: "1",
    updateNumber: 1,
    sentAt: new Date(),
    profileName: undefined,
    languageCode,
    content,
  };
}

const press: Content = { type: "press", data: "events", messageId: "1" };

test("each chat is told once per outage, in its own language", () => {
  outage.apologise(from(1, press, "ru-RU"));
  outage.apologise(from(1, press, "ru-RU"));
  outage.apologise(from(2, { type: "text", text: "привет" }, "en"));
  outage.apologise(from(3, press));
  expect(told).toEqual(["1 postgres-away ru", "2 postgres-away ru", "3 postgres-away en"]);
});

test("what nobody waits to be answered is passed over", () => {
  outage.apologise(from(1, { type: "edited" }));
  outage.apologise(from(1, { type: "reachability", blocked: true }));
  expect(told).toEqual([]);
  expect(outage.isOn()).toBe(true);
});

test("only what came in after the last failure shows that the outage is over", () => {
  const before = performance.now();
  outage.apologise(from(1, press));
  outage.over(before);
  expect(outage.isOn()).toBe(true);

  outage.over(performance.now() + 1);
  expect(outage.isOn()).toBe(false);
  outage.apologise(from(1, press));
  expect(told).toHaveLength(2);
});
