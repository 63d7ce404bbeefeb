import type { Person } from "../../src/sandbox/conversation.ts";

/** Addresses such as nothing else has, so that a single one in a log is found. */
export function toPerson(number: number): Omit<Person, "name"> & { name: string; email: string } {
  const word = `quarrel${toLetters(number)}`;
  const digits = String(number).padStart(6, "0");
  const name = `Zenobia ${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return {
    name,
    email: `${word}@letterbox.example`,
    telegram: { id: 7_345_000_000 + number, firstName: name, languageCode: "en" },
    whatsapp: { profileName: name, phone: `4917755${digits}`, userId: `DE.77000000${digits}` },
  };
}

// As a word of their own: any digits may follow one another in a hash.
const NUMBERS = /\b(7345\d{6}|4917755\d{6}|77000000\d{6})\b/;
// A wamid is base64 of the number, at any of three offsets: the signs that hang on nothing before and after it.
const ENCODED = [0, 1, 2].map((shift) =>
  Buffer.from(`${" ".repeat(shift)}4917755`)
    .toString("base64")
    .replace(/.=+$/, "")
    .slice(shift === 0 ? 0 : shift + 1),
);

/** What somebody alone has, wherever it stands: a word of their name and e-mail, or a number. */
export const TRACE = new RegExp(`quarrel[a-z]{4}|${NUMBERS.source.replaceAll("\\b", "")}`, "gi");

/** Whatever of anybody stands in a line. */
export const TRACES = new RegExp(`zenobia|quarrel[a-z]|letterbox|${NUMBERS.source}|${ENCODED.join("|")}`, "i");

/** 26 letters are digits enough. */
function toLetters(number: number): string {
  return [...number.toString(26).padStart(4, "0")]
    .map((digit) => String.fromCharCode(97 + parseInt(digit, 26)))
    .join("");
}
