import type { Label } from "../intents.ts";
import type { Locale, Platform } from "../messages.ts";
import type { Reminding } from "./outcome.ts";
import { goBack, repeat } from "./questions.ts";
import { leads, zoneSaved, zoneUnknown } from "./replies/leads.ts";
import { languageQuestion, remindersReply, savedReply, zoneQuestion } from "./replies/settings.ts";
import type { Request } from "./request.ts";
import type { SideQuestion } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, signUpOf, standStill, type Turn } from "./turn.ts";
import { parseTimeZone } from "./zones.ts";

type Preferences = Extract<Request, { type: "save-preferences" }>;

export function askLanguage(turn: Turn): Step {
  return answer(turn, standStill(turn), languageQuestion(turn.voice));
}

export function chooseLanguage(turn: Turn, locale: Locale): Step {
  const spoken: Turn = { ...turn, snapshot: { ...turn.snapshot, locale }, voice: { ...turn.voice, locale } };
  return ask({ ...spoken, from: standStill(turn) }, { type: "save-preferences", locale });
}

export function askZone(turn: Turn): Step {
  return answer(turn, { type: "ENTERING_TIME_ZONE", back: standStill(turn) }, zoneQuestion(turn.voice));
}

/** A zone, typed or pressed: a city, "+3", or an IANA name. */
export function zoneTold(turn: Turn, text: string): Step {
  const zone = parseTimeZone(text);
  const back = standStill(turn);
  if (zone === undefined) {
    const question: SideQuestion = { type: "ENTERING_TIME_ZONE", back };
    return repeat(turn, question, zoneUnknown(text.trim()));
  }
  const told: Turn = { ...turn, snapshot: { ...turn.snapshot, zone }, voice: { ...turn.voice, zone }, from: back };
  return ask(told, { type: "save-preferences", zone });
}

export function preferPlatform(turn: Turn, platform: Platform): Step {
  return ask({ ...turn, from: standStill(turn) }, { type: "save-preferences", platform });
}

export function askReminders(turn: Turn): Step {
  return ask({ ...turn, from: standStill(turn) }, { type: "show-reminders" });
}

export function remindersFound(turn: Turn, reminders: Reminding): Step {
  return answer(turn, standStill(turn), remindersReply(turn.voice, reminders));
}

export function switchReminders(turn: Turn, reminders: boolean): Step {
  return ask({ ...turn, from: standStill(turn) }, { type: "save-preferences", reminders });
}

/** Said on its own, or before the question that still waits. */
export function preferencesSaved(turn: Turn, saved: Preferences): Step {
  const { voice } = turn;
  const { zone, platform, reminders } = saved;
  const ground = standStill(turn);
  if (signUpOf(turn)) return repeat(turn, ground, leadOf(saved));
  if (reminders !== undefined) return answer(turn, ground, remindersReply(voice, reminders ? "on" : "off"));
  if (zone) return answer(turn, ground, savedReply(voice, { zone }));
  if (platform) return answer(turn, ground, savedReply(voice, { platform }));
  // Switched on the first card, or on the list: that very thing comes again, in the other language.
  return ground.type === "REGISTERED" ? answer(turn, ground, savedReply(voice, "language-saved")) : goBack(turn);
}

function leadOf({ locale, zone, reminders }: Preferences): Label {
  if (reminders !== undefined) return reminders ? leads.remindersOn : leads.remindersOff;
  if (zone) return zoneSaved(zone);
  return locale ? leads.languageSaved : leads.platformSaved;
}
