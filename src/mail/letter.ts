import type { Locale } from "../messages.ts";
import { cutToFit } from "../texts/cut.ts";
import type { Span, Worded } from "../texts/worded.ts";

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** The name by which the letter's HTML shows the picture that is attached to it. */
export const PICTURE_ID = "ticket";

/** Mail programs show about so much of a subject. */
const SUBJECT_LENGTH = 78;

type Link = { title: string; url: string };

/**
 * Draws words as a letter, plain and in HTML. Its first line is the subject as well.
 * Of the choices only links are kept: a letter cannot be answered by a button.
 */
export function renderLetter({ body, rows, picture }: Worded, locale: Locale): Letter {
  const spans = body.map(({ text, bold }) => ({ text: toSafeText(text), bold }));
  const words = spans.map(({ text }) => text).join("");
  const links = rows.flat().flatMap((choice) => (choice.type === "url" ? [choice] : []));
  return {
    subject: toSubject(words),
    text: `${[words.trimEnd(), ...links.map(({ title, url }) => `${title}: ${url}`)].join("\n\n")}\n`,
    html: toHtml({ spans, links, hasPicture: picture !== undefined, locale }),
  };
}

function toSubject(words: string): string {
  const first = words.split("\n").find((line) => line.trim()) ?? "";
  return cutToFit(first.replace(/\s+/g, " ").trim(), SUBJECT_LENGTH) || "…";
}

/** Control characters have no place in a letter, and half a character in no encoding. */
function toSafeText(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\n\t]/gu, "");
}

interface Parts {
  spans: Span[];
  links: Link[];
  hasPicture: boolean;
  locale: Locale;
}

function toHtml({ spans, links, hasPicture, locale }: Parts): string {
  const words = spans.map(({ text, bold }) => (bold ? `<strong>${toMarkup(text)}</strong>` : toMarkup(text))).join("");
  const picture = hasPicture ? [`<p><img src="cid:${PICTURE_ID}" alt="QR" width="256"></p>`] : [];
  const buttons = links.map(({ title, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(title)}</a></p>`);
  const style = "font: 16px/1.5 system-ui, sans-serif; max-width: 36em";
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head><body style="${style}">`,
    ...[`<p>${words}</p>`, ...picture, ...buttons],
    "</body></html>",
  ].join("\n");
}

/** Lines stay lines, and addresses can be followed. */
function toMarkup(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)»”])/)
    .map((part, at) => (at % 2 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part)))
    .join("")
    .replaceAll("\n", "<br>\n");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
