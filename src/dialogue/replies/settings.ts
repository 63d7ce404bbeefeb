import type { Choice, Intent, Label } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Platform } from "../../messages.ts";
import { toData } from "../../presses.ts";
import type { Reminding } from "../outcome.ts";
import { button, messenger, say, type Voice } from "./reply.ts";

/** Whether reminders come, with the way to change that. What still comes without them is said. */
export function remindersReply(voice: Voice, reminders: Reminding): Intent {
  const change = {
    on: button("button-reminders-off", { verb: "reminders-off" }),
    off: button("button-reminders-on", { verb: "reminders-on" }),
    silenced: button("button-write-again", { verb: "reminders-on" }),
  };
  return say(voice, {
    text: `reminders-${reminders}`,
    choices: [[change[reminders], button("button-my", { verb: "my" })]],
  });
}

export function languageQuestion(voice: Voice): Intent {
  return say(voice, {
    text: "ask-language",
    choices: [
      [
        button("button-english", { verb: "language", locale: "en" }),
        button("button-russian", { verb: "language", locale: "ru" }),
      ],
      [button("button-time-zone", { verb: "time-zone" })],
    ],
  });
}

/** Cities whose zones are offered; every other can be typed. Each has a text of its own: `city-moscow`. */
const OFFERED_ZONES = {
  london: "Europe/London",
  berlin: "Europe/Berlin",
  kaliningrad: "Europe/Kaliningrad",
  moscow: "Europe/Moscow",
  tbilisi: "Asia/Tbilisi",
  yekaterinburg: "Asia/Yekaterinburg",
  almaty: "Asia/Almaty",
  novosibirsk: "Asia/Novosibirsk",
  "new-york": "America/New_York",
} as const;

/** `$zone` is the zone's own name, or a phrase for none. */
export function zoneQuestion(voice: Voice, lead?: Label): Intent {
  const cities = Object.entries(OFFERED_ZONES).map(
    ([city, zone]): Choice => ({ type: "press", label: label(`city-${city}`), data: toData({ verb: "zone", zone }) }),
  );
  const rows = voice.platform === "whatsapp" ? [cities] : [cities.slice(0, 3), cities.slice(3, 6), cities.slice(6)];
  return say(voice, {
    asks: true,
    text: "ask-time-zone",
    params: { zone: voice.zone ?? label("time-zone-unknown") },
    choices: [...rows, [button("button-back", { verb: "back" })]],
    lead,
  });
}

/** A setting was kept, and no question waits. */
export function savedReply(voice: Voice, saved: "language-saved" | { zone: string } | { platform: Platform }): Intent {
  const choices = [[button("button-my", { verb: "my" }), button("button-all-events", { verb: "events" })]];
  if (saved === "language-saved") return say(voice, { text: saved, choices });
  if ("zone" in saved) return say(voice, { text: "time-zone-saved", params: { zone: saved.zone }, choices });
  choices[0]?.push(button("button-reminders", { verb: "reminders" }));
  return say(voice, { text: "platform-saved", params: { messenger: messenger(saved.platform) }, choices });
}
