import type { Span } from "./worded.ts";

/** Stands for "<" in text made by people while it is inside one of our texts; private use, so nobody means it. */
const MARK = "\ue000";

/** Makes text of people safe to stand between our own `<b>` and `</b>`: it can no longer open or close one. */
export function shield(text: string): string {
  if (!text.includes("<") && !text.includes(MARK)) return text;
  return text.replaceAll(MARK, "").replaceAll("<", MARK);
}

/** Cuts a shielded text into bold and plain spans, with what people wrote as they wrote it. */
export function toSpans(shielded: string): Span[] {
  return shielded
    .split("<b>")
    .flatMap((part, index) => {
      const [inside = "", ...after] = index === 0 ? ["", part] : part.split("</b>");
      return [
        { text: unshield(inside), bold: true },
        { text: unshield(after.join("")), bold: false },
      ];
    })
    .filter((span) => span.text !== "");
}

/** The same text where nothing can be bold: a button's title, a subject line. */
export function toPlain(shielded: string): string {
  return unshield(shielded.replaceAll("<b>", "").replaceAll("</b>", ""));
}

function unshield(text: string): string {
  return text.replaceAll(MARK, "<");
}
