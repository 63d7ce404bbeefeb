import { toLine, withoutMarks } from "../fields.ts";
import { toWords } from "./words.ts";

/** What people say in words of their own, where a button stands for it. Only whole messages: half of one may mean the opposite. */

export type Saying = "thank" | "greet" | "coming" | "not-coming" | "no-email";

const GREETING =
  "hello|hi|hey|good (?:morning|day|afternoon|evening)|привет|приветствую|здравствуйте|здравствуй|доброе утро|доброго дня|добрый (?:день|вечер)";

const SAYINGS: [Saying, RegExp][] = [
  [
    "thank",
    /^(?:many |большое |огромное )?(?:thanks|thank you|thx|спасибо|благодарю)(?:,? (?:a lot|very much|so much|dear|большое|огромное|вам))*$/u,
  ],
  ["greet", new RegExp(`^(?:${GREETING})(?:,? (?:there|dear|everybody|всем))?$`, "u")],
  [
    "coming",
    /^(?:(?:yes|yeah|sure|of course|да|конечно|обязательно),? )*(?:(?:i'm |i am |we're |we are )?coming|(?:i'll|i will|we'll|we will) (?:come|be there)|(?:я )?(?:приду|буду)|(?:мы )?(?:придем|будем))$/u,
  ],
  [
    "not-coming",
    /^(?:(?:no|sorry|unfortunately|нет|извините|простите|к сожалению|увы)[,.!]? )*(?:(?:i'm |i am |we're |we are )?not coming|(?:i |we )?(?:can't|cannot|can not|cant|won't|will not) (?:come|make it|be there)|(?:я |мы )?не (?:смогу|сможем|приду|придем|получится|получается)(?: прийти)?)$/u,
  ],
  [
    "no-email",
    /^(?:(?:no|none|sorry|нет|извините|простите)[,.!]? )*(?:i (?:have no|haven't got an|don't have an|do not have an|don't have any|don't have) (?:e-?mail)(?: address)?|(?:no|without) e-?mail(?: address)?|(?:у меня )?(?:нет|нету)(?: у меня)?(?: электронной)?(?: почты| имейла| мейла| e-?mail)?|без (?:электронной )?почты|(?:электронной )?почты (?:у меня )?(?:нет|нету))$/u,
  ],
];

/** The first that the whole text says; `among` those only. */
export function sayingOf(text: string, ...among: Saying[]): Saying | undefined {
  const words = toWords(text);
  return SAYINGS.find(([saying, said]) => among.includes(saying) && said.test(words))?.[0];
}

const NAMED = "(?:my name is|my name's|i am|i'm|меня зовут|мо[её] имя|я)[\\s,:-]+";
const INTRODUCTION = new RegExp(`^(?:(?:${GREETING})[\\s,.!]+(?:${NAMED})?|${NAMED})(?=\\p{L})`, "iu");

/** "Hello! My name is Anna Petrova." and the like: the name alone. Anything else as it came. */
export function withoutIntroduction(text: string): string {
  const line = toLine(text);
  const said = INTRODUCTION.exec(line.replace(/[’ʼ]/g, "'"))?.[0];
  return said === undefined ? text : withoutMarks(line.slice(said.length));
}
