import { cutToFit } from "../texts/cut.ts";
import type { Span, Worded, WordedChoice } from "../texts/worded.ts";
import { LIMITS } from "./limits.ts";
import { drawSpans } from "./markup.ts";

/** What a message says, as the Cloud API wants it; to whom it goes is the channel's. */
export type WhatsappBody =
  | { type: "text"; text: { body: string; preview_url: false } }
  | { type: "image"; image: { id: string; caption?: string } }
  | { type: "document"; document: { id: string; filename: string; caption?: string } }
  | { type: "interactive"; interactive: ReplyButtons | List };

interface ReplyButtons {
  type: "button";
  header?: Media;
  body: { text: string };
  action: { buttons: { type: "reply"; reply: { id: string; title: string } }[] };
}

interface List {
  type: "list";
  body: { text: string };
  action: { button: string; sections: [{ rows: Row[] }] };
}

interface Row {
  id: string;
  title: string;
  description?: string;
}

/** What was uploaded. */
export type Media =
  | { type: "image"; image: { id: string } }
  | { type: "document"; document: { id: string; filename: string } };

type Press = Extract<WordedChoice, { type: "press" }>;

/**
 * Draws words as one message that WhatsApp accepts, whatever people typed into titles and names.
 *
 * A list cannot hold a picture: with more choices than buttons it is left out, since the text of a ticket has the link
 * to it; files ask `fitsBelow` before. Choices past the tenth are cut; paging is the dialogue's.
 */
export function renderWhatsapp({ body, rows, listButton }: Worded, media?: Media): WhatsappBody {
  const presses = findPresses(rows);
  if (presses.length > LIMITS.buttons) return { type: "interactive", interactive: drawList(body, presses, listButton) };
  if (presses.length > 0) return { type: "interactive", interactive: drawButtons(body, presses, media) };
  if (media) return withCaption(media, drawSpans(body, LIMITS.caption));
  return { type: "text", text: { body: drawBody(body, LIMITS.text), preview_url: false } };
}

/** Whether the words, with their buttons, have room below a file. */
export function fitsBelow({ body, rows }: Worded): boolean {
  return findPresses(rows).length <= LIMITS.buttons && drawSpans(body, LIMITS.text).length <= LIMITS.caption;
}

/** WhatsApp refuses a caption in which nothing can be seen. */
function withCaption(media: Media, words: string): WhatsappBody {
  const caption = isVisible(words) && { caption: words };
  if (media.type === "image") return { type: "image", image: { ...media.image, ...caption } };
  return { type: "document", document: { ...media.document, ...caption } };
}

function drawButtons(body: Span[], presses: Press[], media: Media | undefined): ReplyButtons {
  const titles = new Set<string>();
  return {
    type: "button",
    ...(media && { header: media }),
    body: { text: drawBody(body, LIMITS.interactiveBody) },
    action: {
      buttons: presses.map(({ data, title }) => ({
        type: "reply",
        reply: { id: data, title: makeUnique(title, titles, LIMITS.buttonTitle) },
      })),
    },
  };
}

function drawList(body: Span[], presses: Press[], listButton: string): List {
  const titles = new Set<string>();
  const rows = presses.slice(0, LIMITS.rows).map(({ data, title, description }): Row => {
    const more = cutToFit(toLine(description ?? ""), LIMITS.rowDescription);
    return { id: data, title: makeUnique(title, titles, LIMITS.rowTitle), ...(more && { description: more }) };
  });
  const button = cutToFit(toLine(listButton), LIMITS.listButton) || "…";
  return {
    type: "list",
    body: { text: drawBody(body, LIMITS.interactiveBody) },
    action: { button, sections: [{ rows }] },
  };
}

/** WhatsApp refuses a message in which nothing can be seen. */
function drawBody(body: Span[], limit: number): string {
  const drawn = drawSpans(body, limit);
  return isVisible(drawn) ? drawn : "…";
}

function isVisible(text: string): boolean {
  return /[^\s\p{C}]/u.test(text);
}

/** Links and codes stand in the text. A choice that WhatsApp would refuse must not cost the person the message. */
function findPresses(rows: WordedChoice[][]): Press[] {
  const seen = new Set<string>();
  return rows.flat().flatMap((choice) => {
    if (choice.type !== "press" || !isId(choice.data) || seen.has(choice.data)) return [];
    const title = toLine(choice.title);
    if (!title) return [];
    seen.add(choice.data);
    return [{ ...choice, title }];
  });
}

/** The smaller limit of the two kinds, so that one more choice does not make the others fail. */
function isId(data: string): boolean {
  return data !== "" && data.length <= LIMITS.rowId && data.trim() === data && data.isWellFormed();
}

function toLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** Two titles alike are refused: the later gets a number. */
function makeUnique(title: string, taken: Set<string>, limit: number): string {
  let unique = cutToFit(title, limit);
  for (let n = 2; taken.has(unique.toLowerCase()); n++) {
    const mark = ` ${n}`;
    unique = cutToFit(title, limit - mark.length) + mark;
  }
  taken.add(unique.toLowerCase());
  return unique;
}
