import { stringify } from "csv-stringify/sync";
import { label } from "../intents.ts";
import type { Locale } from "../messages.ts";
import type { PersonSeen } from "../people.ts";
import { labelText } from "../texts/texts.ts";
import { formatTicketCode } from "../ticket-code.ts";
import { toZonedIso } from "./zoned-moment.ts";

/** The people of an event as a table for spreadsheets: CSV as theirs of that language opens it. Pure. */

/** What Excel takes for the end of a cell where people speak so. */
const SEPARATORS: Record<Locale, string> = { en: ",", ru: ";" };
/** Without it Excel takes Cyrillic for something else. */
const BYTE_ORDER_MARK = "\ufeff";
const COLUMNS = [
  "name",
  "email",
  "status",
  "position",
  "messenger",
  "registered",
  "coming",
  "entered",
  "code",
  "reach",
] as const;

/** The first line. */
export function tableHead(locale: Locale): string {
  const titles = COLUMNS.map((column) => labelText(locale, label(`table-${column}`), "mail"));
  return BYTE_ORDER_MARK + toLines([titles], locale);
}

/** A line for each, with moments by the clock of the event. */
export function tableLines(people: PersonSeen[], locale: Locale): string {
  return toLines(
    people.map((person) => toCells(person, locale)),
    locale,
  );
}

function toCells({ name, email, place, by, since, way, why, event }: PersonSeen, locale: Locale): string[] {
  const word = (key: string) => labelText(locale, label(key), "mail");
  const at = (moment: string) => toZonedIso(moment, event.timeZone);
  const seat = place.type === "seat" ? place : undefined;
  return [
    name ?? "",
    email ?? "",
    word(`table-status-${place.type}`),
    place.type === "waiting" ? String(place.position) : "",
    word(`table-by-${by}`),
    at(since),
    seat?.coming ? word("table-yes") : "",
    seat?.enteredAt ? at(seat.enteredAt) : "",
    seat ? formatTicketCode(seat.ticketCode) : "",
    way ? word(`table-reached-${way}`) : why.map((one) => word(`people-why-${one}`)).join(", "),
  ];
}

function toLines(lines: string[][], locale: Locale): string {
  const cells = lines.map((line) => line.map(defuse));
  return stringify(cells, {
    delimiter: SEPARATORS[locale],
    record_delimiter: "\r\n",
    escape_formulas: true,
    // By itself it puts into quotes only what its own separators would break.
    quoted_match: /[\r\n]/,
  });
}

/** Read with another separator than was meant, a cell may begin in the midst of a name; none is to begin with a formula. */
function defuse(cell: string): string {
  return cell.replace(/([,;|\t\r\n"]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, "$1'");
}
