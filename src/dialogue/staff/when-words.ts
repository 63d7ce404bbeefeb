/** How people write months, days and hours, as patterns in lower case without ё. */

const MONTHS = [
  "jan(?:uary)?|янв(?:ар[яьюе])?",
  "feb(?:ruary)?|фев(?:р(?:ал[яьюе])?)?",
  "mar(?:ch)?|мар(?:т[ае]?)?",
  "apr(?:il)?|апр(?:ел[яьюе])?",
  "may|ма[йяюе]",
  "june?|июн[яьюе]?",
  "july?|июл[яьюе]?",
  "aug(?:ust)?|авг(?:уст[ае]?)?",
  "sept?(?:ember)?|сент?(?:ябр[яьюе])?",
  "oct(?:ober)?|окт(?:ябр[яьюе])?",
  "nov(?:ember)?|ноя(?:б(?:р[яьюе])?)?",
  "dec(?:ember)?|дек(?:абр[яьюе])?",
];

const WEEKDAYS = [
  "mon(?:day)?|понедельник|пн|пон",
  "tue(?:s(?:day)?)?|вторник|вт",
  "wed(?:nesday)?|сред[ауы]|ср",
  "thu(?:r(?:s(?:day)?)?)?|четверг|чт",
  "fri(?:day)?|пятниц[ауы]|пт",
  "sat(?:urday)?|суббот[ауы]|сб",
  "sun(?:day)?|воскресень[ея]|вск?",
];

export const MONTH = MONTHS.join("|");
export const WEEKDAY = WEEKDAYS.join("|");

export const monthOf = (word: string): number => numberOf(MONTHS, word);
export const weekdayNamed = (word: string): number => numberOf(WEEKDAYS, word);

function numberOf(patterns: readonly string[], word: string): number {
  return patterns.findIndex((pattern) => new RegExp(`^(?:${pattern})$`, "u").test(word)) + 1;
}

/** Nothing of what follows a letter or a digit, or goes on as one: \b knows Latin letters only. */
export function whole(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "u");
}

/** In one case, with one kind of е, space and dash. */
export function toPlainWords(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[‐-―−]/gu, "-")
    .replace(/[’‘ʼ`]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
}

/** What says nothing beside a date and a time. */
const FILLERS =
  /(?<![\p{L}\p{N}])(?:at|on|the|of|from|start(?:s|ing)?|begins?|в|во|на|с|к|начало|час(?:а|ов)?|o'clock|г|год|года)(?![\p{L}\p{N}])|[.,;:@()!]/gu;

export function withoutFillers(text: string): string {
  return text
    .replace(FILLERS, " ")
    .replace(/\s+/gu, " ")
    .replace(/^[-\s]+|[-\s]+$/gu, "");
}
