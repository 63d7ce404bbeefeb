import type { Press } from "../presses.ts";
import { linkWishOf } from "./link-wishes.ts";
import { sayingOf } from "./sayings.ts";
import { toWords } from "./words.ts";

/** What somebody wants, whether they pressed it or typed it. */
export type Wish =
  | Press
  | { verb: "stop" }
  | { verb: "start" }
  | { verb: "thank" }
  | { verb: "greet" }
  /** The answer to a reminder, which is no reply that we remember either. */
  | { verb: "answer-reminder"; comes: boolean }
  /** The answers to an offer, whose message is no reply that we remember. */
  | { verb: "take-offer" }
  | { verb: "decline-offer" }
  /** LINK 482915, from the other messenger. */
  | { verb: "redeem"; code: string }
  /** The link of a message that brought a code: as if the code were typed here. */
  | { verb: "code"; code: string }
  /** A link that makes somebody of the team. */
  | { verb: "redeem-role"; token: string }
  /** The link on a ticket's page, for the team at the door. */
  | { verb: "check-in"; code: string }
  /** A link to an event. */
  | { verb: "open"; slug: string };

const STOP: Wish = { verb: "stop" };
const EVENTS: Wish = { verb: "events" };
const MY: Wish = { verb: "my" };

/** Plain words and commands, in both languages. The slash and a bot's name are gone by then. */
const WORDS: ReadonlyMap<string, Wish> = new Map<string, Wish>([
  ...same(STOP, "stop", "стоп", "unsubscribe", "отписаться"),
  ...same({ verb: "start" }, "start", "старт"),
  ...same(
    EVENTS,
    "events",
    "event",
    "other events",
    "all events",
    "события",
    "событие",
    "другие события",
    "все события",
    "мероприятия",
    "афиша",
  ),
  ...same(
    MY,
    "my",
    "mine",
    "my ticket",
    "my tickets",
    "ticket",
    "tickets",
    "мои",
    "мое",
    "мой билет",
    "мои билеты",
    "билет",
  ),
  ...same({ verb: "take-offer" }, "take the seat", "take seat", "занять место", "займу место"),
  ...same(
    { verb: "decline-offer" },
    "no, i'll leave",
    "i'll leave",
    "leave the list",
    "leave the queue",
    "место не нужно",
    "выйти из очереди",
  ),
  ...same({ verb: "past" }, "past", "past events", "прошедшие", "прошлые"),
  ...same({ verb: "cancel" }, "cancel", "отмена", "отменить"),
  ...same({ verb: "help" }, "help", "помощь", "справка"),
  ...same({ verb: "languages" }, "language", "languages", "язык", "языки"),
  ...same({ verb: "language", locale: "en" }, "english", "английский", "по-английски"),
  ...same({ verb: "language", locale: "ru" }, "russian", "русский", "по-русски"),
  ...same({ verb: "time-zone" }, "time zone", "timezone", "часовой пояс", "пояс"),
  ...same({ verb: "reminders" }, "reminders", "reminder", "напоминания", "напоминание"),
  ...same(
    { verb: "reminders-on" },
    "reminders on",
    "remind me",
    "с напоминаниями",
    "включить напоминания",
    "включи напоминания",
    "напоминания вкл",
    "напоминай",
    "напоминайте",
  ),
  ...same(
    { verb: "reminders-off" },
    "reminders off",
    "no reminders",
    "without reminders",
    "без напоминаний",
    "выключить напоминания",
    "выключи напоминания",
    "отключить напоминания",
    "отключи напоминания",
    "напоминания выкл",
    "не напоминать",
    "не напоминай",
    "не напоминайте",
  ),
  ...same({ verb: "privacy" }, "privacy", "данные", "приватность", "конфиденциальность"),
  ...same({ verb: "my-data" }, "mydata", "my data", "мои данные"),
  ...same(
    { verb: "forget" },
    "forget",
    "forget me",
    "delete",
    "delete me",
    "delete everything",
    "delete my data",
    "забыть",
    "забудь меня",
    "забудьте меня",
    "удалить",
    "удалить все",
    "удалить меня",
    "удали меня",
    "удалите меня",
    "удалить мои данные",
    "удалите мои данные",
  ),
  ...same({ verb: "link" }, "link", "связать", "связь"),
  ...same(
    { verb: "desk", desk: { act: "menu" } },
    "admin",
    "desk",
    "organiser",
    "organizer",
    "организатор",
    "menu",
    "меню",
  ),
  ...same({ verb: "desk", desk: { act: "team" } }, "team", "команда"),
  ...same({ verb: "desk", desk: { act: "people" } }, "people", "люди"),
  ...same(
    { verb: "desk", desk: { act: "health" } },
    "status",
    "is everything working",
    "does everything work",
    "состояние",
    "все ли работает",
    "все работает",
  ),
  ...same({ verb: "desk", desk: { act: "door" } }, "door", "at the door", "check in", "вход", "на вход", "на входе"),
]);

function same(wish: Wish, ...words: string[]): [string, Wish][] {
  return words.map((word) => [word, wish]);
}

/** What typed words mean on their own, wherever they are said; undefined if they are an answer, or nothing we know. */
export function wishOf(text: string): Wish | undefined {
  const line = text.trim();
  const words = toWords(line.replace(/^\/([a-z]+)(@\w+)?/iu, "$1"));
  return linkWishOf(line) ?? WORDS.get(words) ?? wishSaid(words);
}

function wishSaid(words: string): Wish | undefined {
  const saying = sayingOf(words, "thank", "greet", "coming", "not-coming");
  if (saying === "coming" || saying === "not-coming") return { verb: "answer-reminder", comes: saying === "coming" };
  return saying === "thank" || saying === "greet" ? { verb: saying } : undefined;
}

export function isCommand(text: string): boolean {
  return text.trim().startsWith("/");
}

/**
 * A word that may be the slug of an event, in a sentence of any kind: after a colon at the end, or with a hyphen in it;
 * `alone`: the whole message may be one. Only a guess: whoever asks must have another meaning ready.
 */
export function guessSlug(text: string, { alone }: { alone: boolean }): string | undefined {
  const line = text.trim();
  const last = /:\s*([a-z0-9-]{1,60})[.!]?$/u.exec(line)?.[1];
  if (last) return last;
  const hyphened = line.split(/\s+/u).find((word) => word.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)+$/u.test(word));
  if (hyphened) return hyphened;
  return alone && /^[a-z][a-z0-9]{2,59}$/iu.test(line) ? line.toLowerCase() : undefined;
}

/** Six digits, as codes are typed: "482915", "482 915", "my code is 482-915". */
export function findCode(text: string): string | undefined {
  const digits = /(?<!\d)(\d{3})[\s-]?(\d{3})(?!\d)/u.exec(text);
  return digits ? `${digits[1]}${digits[2]}` : undefined;
}
