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
