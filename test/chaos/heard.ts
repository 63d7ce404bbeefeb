import { choicesOf, type Message } from "../../src/sandbox/conversation.ts";

/** What a message of the bot is, as a person tells it: by its buttons and its words, in either language. */
export type Heard =
  | "card"
  | "full"
  | "closed"
  | "name"
  | "email"
  | "confirming"
  | "ticket"
  | "waiting"
  | "list"
  | "nothing"
  | "give-up-question"
  | "given-up"
  | "languages"
  | "coming-noted"
  | "help"
  | "stopped"
  | "writing-again"
  | "seat-yours"
  | "seat-offered"
  | "offer-over"
  | "offer-withdrawn"
  | "event-changed"
  | "called-off"
  | "link-code"
  | "link-question"
  | "link-unknown"
  | "linked"
  | "linked-there"
  | "unlinked"
  | "undo-too-late"
  | "code-awaited"
  | "code-arrived"
  | "forget-question"
  | "forgotten"
  | "reminder-24h"
  | "reminder-1h"
  | "outage"
  | "fault"
  | "too-fast"
  | "other";

/** Said unasked, so it may come at any moment. */
export const UNASKED: ReadonlySet<Heard> = new Set<Heard>([
  "seat-yours",
  "seat-offered",
  "offer-withdrawn",
  "event-changed",
  "called-off",
  "linked-there",
  "unlinked",
  "code-arrived",
  "reminder-24h",
  "reminder-1h",
  "outage",
]);

/** The first that fits; words before buttons, since many buttons stand under several messages. */
const WORDS: [RegExp, Heard][] = [
  [/out of order on our side|у нас неполадка/, "outage"],
  [/something went wrong with your last|что-то пошло не так/, "fault"],
  [/That was very fast|Очень быстро/, "too-fast"],
  [/A seat came free|Место освободилось, и оно ваше/, "seat-yours"],
  [/The time or the place has changed|Изменилось время или место/, "event-changed"],
  [/In one hour|In \d+ minutes?|Через (час|\d+ минут)/, "reminder-1h"],
  [/ticket \S+ no longer works|билет \S+ больше не действует|no longer in the queue|больше не в очереди/i, "given-up"],
  [/already begun|уже началось|has been cancelled|Это событие отменено/, "closed"],
  [/There are fewer seats at|Мест на событие .* стало меньше/, "offer-withdrawn"],
  [/^I am sorry: |^К сожалению, событие/, "called-off"],
  [/Somebody in \S+ gave your e-mail|Кто-то в \S+ указал вашу почту/, "code-arrived"],
  [/^Connected: your|^Связано: ваш/, "linked-there"],
  [/are now one person to us|для нас теперь один человек/, "linked"],
  [/your chats are separate again|чаты снова раздельны/, "unlinked"],
  [/can no longer be undone here|Отменить это здесь уже нельзя/, "undo-too-late"],
  [/I do not know this code|That was too many tries|Я не знаю этого кода|Слишком много попыток/, "link-unknown"],
  [/and then “Connect”|потом «Связать»/, "link-code"],
  [/^Deleted: your name|^Удалено: имя/, "forgotten"],
  [/Time ran out|no longer kept for you|Время вышло|больше не держится/, "offer-over"],
  [/Noted: you are coming|Отмечено: вы придёте/, "coming-noted"],
  [/I sign you up for events|Я записываю на события/, "help"],
  [/I have stopped|Silent from now on|Больше не пишу/, "stopped"],
  [/I write to you again|снова пишу вам/i, "writing-again"],
  [/Your tickets\. Choose|Ваши билеты\. Выберите/, "list"],
  [/You are not signed up for anything|Сейчас вы никуда не записаны/, "nothing"],
  [/What name shall I put|Какое имя написать/, "name"],
];

const VERBS: [string, Heard][] = [
  ["confirm", "confirming"],
  ["no-email", "email"],
  ["no-code", "code-awaited"],
  ["accept-link", "link-question"],
  ["forget-sure", "forget-question"],
  ["give-up-sure", "give-up-question"],
  ["coming", "reminder-24h"],
  ["take-seat", "seat-offered"],
  ["sign-up", "card"],
  ["queue", "full"],
];

const LAST_WORDS: [RegExp, Heard][] = [
  [/You are on the waiting list|Вы в очереди/, "waiting"],
  [/\b[A-Z2-9]{4}-[A-Z2-9]{4}\b/, "ticket"],
];

export function kindOf(message: Message): Heard {
  const verbs = new Set(choicesOf(message).flatMap((choice) => (choice.type === "press" ? verbOf(choice.data) : [])));
  const byWords = (table: [RegExp, Heard][]) => table.find(([words]) => words.test(message.text))?.[1];
  const byVerb = VERBS.find(([verb]) => verbs.has(verb))?.[1];
  return byWords(WORDS) ?? byVerb ?? byWords(LAST_WORDS) ?? (verbs.has("language") ? "languages" : "other");
}

/** The button that means this; of several languages and titles it is the one that stays. */
export function findTitle(message: Message, verb: string): string | undefined {
  return choicesOf(message).find((choice) => choice.type === "press" && verbOf(choice.data) === verb)?.title;
}

/** Whether it is said that the chats of one person share their tickets now. */
export function isLinking({ text }: Message): boolean {
  return /all your tickets are in one list now|все ваши билеты теперь в одном списке/i.test(text);
}

/** The six digits that connect two chats. */
export function linkCodeIn({ text }: Message): string | undefined {
  const digits = /\b(\d{3}) ?(\d{3})\b/.exec(text);
  return digits ? `${digits[1]}${digits[2]}` : undefined;
}

/** Ticket codes as they are shown. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/\b([A-Z2-9]{4})-([A-Z2-9]{4})\b/g)].map(([, first, second]) => `${first}${second}`);
}

function verbOf(data: string): string {
  return data.split(":")[0] ?? "";
}
