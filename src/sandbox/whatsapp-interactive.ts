import type { Choice, ListRow, Message } from "./conversation.ts";
import { graphRefusal } from "./refusal.ts";
import { type Shape, toList, toShape, toText } from "./shape.ts";
import type { FindMedia } from "./whatsapp-drawn.ts";
import {
  missing,
  optionalText,
  requireCount,
  requireId,
  requireText,
  requireTitle,
  requireUnique,
  wrong,
} from "./whatsapp-limits.ts";

type Drawn = Pick<Message, "raw" | "rows"> & Partial<Message>;

const MOST_BODY = 1024;
const MOST_LIST_BODY = 4096;

/** Reads reply buttons, a list or a link button. @throws GraphRefusal */
export function parseInteractive(interactive: Shape, findMedia: FindMedia): Drawn {
  const type = toText(interactive.type);
  const action = toShape(interactive.action);
  if (!type) throw missing("interactive['type']");
  if (!action) throw missing("interactive['action']");
  const footer = optionalText(toShape(interactive.footer)?.text, "Footer text", 60);
  const about = footer ? { footer } : {};
  switch (type) {
    case "button":
      return {
        ...about,
        ...parseBody(interactive, MOST_BODY),
        ...parseHeader(interactive, findMedia),
        ...parseButtons(action),
      };
    case "list":
      return {
        ...about,
        ...parseBody(interactive, MOST_LIST_BODY),
        ...parseTextHeader(interactive),
        rows: [],
        list: parseList(action),
      };
    case "cta_url":
      return {
        ...about,
        ...parseBody(interactive, MOST_BODY),
        ...parseHeader(interactive, findMedia),
        ...parseLink(action),
      };
    default:
      throw graphRefusal(131051, `Interactive type ${type} is not known to the sandbox`);
  }
}

function parseBody(interactive: Shape, most: number): Pick<Message, "raw"> {
  return { raw: requireText(toShape(interactive.body)?.text, "Body text", most) };
}

function parseTextHeader(interactive: Shape): Partial<Message> {
  const header = toShape(interactive.header);
  if (!header) return {};
  if (header.type !== "text") throw wrong(`Header of type ${header.type} is not supported for lists`);
  return { header: requireTitle(header.text, "Header text", 60) };
}

function parseHeader(interactive: Shape, findMedia: FindMedia): Partial<Message> {
  const header = toShape(interactive.header);
  if (!header || header.type === "text") return parseTextHeader(interactive);
  const type = toText(header.type) ?? "";
  if (!["image", "video", "document"].includes(type)) throw wrong(`Header of type ${type} is not supported`);
  const media = findMedia(toShape(header[type]) ?? {}, type);
  return { media, kind: type === "image" ? "photo" : "document" };
}

function parseButtons(action: Shape): Pick<Message, "rows"> {
  const buttons = requireCount(toList(action.buttons), "buttons", 3).map((button): Choice => {
    const given = toShape(button) ?? {};
    if (given.type !== "reply") throw wrong(`Button type ${given.type} is not supported`);
    const reply = toShape(given.reply) ?? {};
    const title = requireTitle(reply.title, "Button title", 20);
    return { type: "press", title, data: requireId(reply.id, "Button id", 256) };
  });
  requireUnique(
    buttons.map(({ title }) => title),
    "button titles",
  );
  requireUnique(
    buttons.flatMap((button) => (button.type === "press" ? [button.data] : [])),
    "button ids",
  );
  return { rows: [buttons] };
}

function parseList(action: Shape): NonNullable<Message["list"]> {
  const button = requireTitle(action.button, "List button", 20);
  const given = requireCount(toList(action.sections), "sections", 10).map((section) => toShape(section) ?? {});
  const sections = given.map((section) => {
    const title =
      given.length > 1
        ? requireTitle(section.title, "Section title", 24)
        : optionalText(section.title, "Section title", 24);
    return { title, rows: requireCount(toList(section.rows), "rows", 10).map(parseRow) };
  });
  const rows = sections.flatMap((section) => section.rows);
  if (rows.length > 10) throw wrong("Total row count exceed max allowed count: 10");
  requireUnique(
    rows.map(({ data }) => data),
    "row ids",
  );
  requireUnique(
    rows.map(({ title }) => title),
    "row titles",
  );
  return { button, sections };
}

function parseRow(row: unknown): ListRow {
  const given = toShape(row) ?? {};
  return {
    title: requireTitle(given.title, "Row title", 24),
    description: optionalText(given.description, "Row description", 72),
    data: requireId(given.id, "Row id", 200),
  };
}

function parseLink(action: Shape): Pick<Message, "rows"> {
  if (action.name !== "cta_url") throw wrong("Action name must be cta_url");
  const parameters = toShape(action.parameters) ?? {};
  const title = requireTitle(parameters.display_text, "Display text", 20);
  const url = requireText(parameters.url, "Url", 2000);
  if (!/^https?:\/\/\S+$/.test(url)) throw wrong("Url is not valid");
  return { rows: [[{ type: "url", title, url }]] };
}
