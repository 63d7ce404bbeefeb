/** Typed words as they are compared: one case, single spaces, no punctuation at the ends, one kind of quote and e. */
export function toWords(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’‘ʼ`]/g, "'")
    .replaceAll("ё", "е")
    .replace(/\s+/gu, " ")
    .replace(/^[\s"'«„“”([]+|[\s.,;:!?…"'»“”)\]]+$/gu, "");
}

/** What was typed, as it came, for a message that quotes it. */
export function shorten(text: string): string {
  const letters = [...text.trim()];
  return letters.length > 60 ? `${letters.slice(0, 60).join("")}…` : letters.join("");
}
