import type { Platform } from "../../src/messages.ts";
import type { Said } from "./said.ts";
import type { Doing } from "./updates.ts";

/** What a person says or presses next; the press is one of the buttons of what was said last. */
export type Line = { text: string } | { press: RegExp };

/** `registered`: has the ticket. `turned-away`: was told that there is no seat. `broken`: heard something else. */
export type Ending = "registered" | "turned-away" | "said" | "broken";

/** From the link of an event to the ticket: the same for every program that registers. */
export function registration(platform: Platform, { slug, email }: { slug: string; email: string }): Line[] {
  if (platform === "telegram")
    return [{ text: `/start e_${slug}` }, { press: /^Register/ }, { text: email }, { press: /^Confirm/ }];
  return [
    { text: `Hello! I would like to come: ${slug}` },
    { press: /^Sign me up/ },
    { press: /^Use this name/ },
    { text: email },
    { press: /^Confirm/ },
  ];
}

/** As many messages as a registration in Telegram has, for the program that says them again. */
export function chatter(): Line[] {
  return [{ text: "hello" }, { text: "what a day" }, { text: "person@club.example" }, { text: "good-bye" }];
}

/** undefined when the button is not there. */
export function act(line: Line, said: Said | undefined): Doing | undefined {
  if ("text" in line) return line;
  const button = said?.buttons.find(({ title }) => line.press.test(title));
  return button && { press: button.data };
}

/** How it ended, by the words that were heard last. */
export function judge({ text }: Said): Ending {
  if (/You are in/.test(text)) return "registered";
  if (/seats are taken|waiting|waitlist/i.test(text)) return "turned-away";
  return "broken";
}
