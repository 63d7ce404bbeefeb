import { expect, test } from "vitest";
import { linkWishOf } from "../dialogue/link-wishes.ts";
import { doorLink, shareLinks } from "./share-links.ts";
import type { House } from "./worded.ts";

const house: House = {
  organisation: "Green Club",
  contact: "",
  retentionDays: 90,
  locale: "en",
  publicUrl: "https://club.example",
  telegramBot: "club_bot",
  whatsappPhone: "15550100000",
};
const onWhatsapp = { ...house, telegramBot: undefined };

test("the team at the door is led to Telegram, and without a bot there to WhatsApp", () => {
  expect(doorLink("K7QM3FPA", house, "ru")).toBe("https://t.me/club_bot?start=in_K7QM3FPA");
  expect(doorLink("K7QM3FPA", { ...onWhatsapp, whatsappPhone: undefined }, "ru")).toBeUndefined();
});

test.each(["en", "ru"] as const)("the words of the links on WhatsApp, in %s, are understood", (locale) => {
  const textOf = (link: string | null | undefined) => new URL(link ?? "").searchParams.get("text") ?? "";
  const door = textOf(doorLink("K7QM3FPA", onWhatsapp, locale));
  expect(linkWishOf(door)).toEqual({ verb: "check-in", code: "K7QM3FPA" });
  const event = textOf(shareLinks("choir", onWhatsapp, locale).whatsapp);
  expect(linkWishOf(event)).toEqual({ verb: "open", slug: "choir" });
});
