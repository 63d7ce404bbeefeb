// One message, drawn from what the server says of it.
import { base, button, dateLocale, element, texts } from "./elements.js";

const time = new Intl.DateTimeFormat(dateLocale, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(dateLocale, { weekday: "long", day: "numeric", month: "long" });
const kilobytes = new Intl.NumberFormat(dateLocale, { style: "unit", unit: "kilobyte" });
const PICTURE_WIDTH = 264;
const TAGS = { bold: "b", italic: "i", underline: "u", strike: "s", code: "code", quote: "q", spoiler: "span" };
// Telegram lets a command in a text be tapped.
const COMMAND = /(?<=^|\s)\/[a-z_]{2,32}(?=$|[\s.,;:!?])/g;

/** `use`: what can be done with a message: press, openList, follow, copy, say. */
export function drawMessage(message, platform, use) {
  const bubble = element(
    "div",
    { className: "bubble" },
    ...drawContent(message, platform, use),
    drawStamp(message, platform),
  );
  const parts = [bubble];
  if (message.rows.length) parts.push(drawKeyboard(message, use));
  if (message.list) parts.push(drawListButton(message, use));
  const who = element(
    "span",
    { className: "visually-hidden" },
    message.author === "bot" ? "Doorlist: " : `${texts.you}: `,
  );
  return element("article", { className: `message ${message.author}`, id: idOf(platform, message.id) }, who, ...parts);
}

export function drawDay(at) {
  return element("p", { className: "day", "data-day": dayOf(at) }, day.format(new Date(at)));
}

export function dayOf(at) {
  return new Date(at).toDateString();
}

/** Ids of WhatsApp messages have characters that no selector likes; `getElementById` does not mind. */
export function idOf(platform, id) {
  return `${platform}:${id}`;
}

function drawContent(message, platform, use) {
  const parts = [drawMedia(message)];
  if (message.header) parts.push(element("p", { className: "header" }, element("b", {}, message.header)));
  if (message.text) {
    parts.push(element("p", { className: "text" }, ...message.spans.flatMap((span) => drawSpan(span, platform, use))));
  }
  if (message.footer) parts.push(element("p", { className: "footer" }, message.footer));
  return parts;
}

function drawMedia({ kind, media, text }) {
  switch (kind) {
    case "photo": {
      if (!media || media.id === "none") return element("p", { className: "text" }, `🖼 ${texts.picture}`);
      const picture = element("img", {
        src: mediaUrl(media.id),
        alt: `${texts.picture}: ${text.split("\n")[0]}`,
        width: PICTURE_WIDTH,
        height: Math.round((PICTURE_WIDTH * (media.height ?? 1)) / (media.width ?? 1)),
      });
      return element(
        "a",
        { className: "picture", href: mediaUrl(media.id), target: "_blank", rel: "noopener" },
        picture,
      );
    }
    case "document":
      return drawFile(media);
    case "sticker":
      return element(
        "p",
        { className: "sticker" },
        element("span", { role: "img", "aria-label": texts.stickerSent }, "🐈"),
      );
    case "voice":
      return element("p", { className: "text" }, `🎤 ${texts.voiceSent} · 0:03`);
    default:
      return undefined;
  }
}

function drawFile(media) {
  const fileName = media?.fileName ?? texts.document;
  const name = element("span", { className: "file-name" }, fileName);
  const ending = /\.(\w{1,4})$/.exec(fileName)?.[1] ?? "…";
  const icon = element("span", { className: "file-icon", "aria-hidden": "true" }, ending);
  if (!media || media.id === "none") return element("p", { className: "file" }, icon, name);
  const size = media.size && element("span", { className: "file-size" }, sayBytes(media.size));
  // What a browser shows by itself is opened, and saved from there; the rest is saved.
  const way = media.type === "application/pdf" ? { target: "_blank", rel: "noopener" } : { download: media.fileName };
  const kind = element("span", { className: "visually-hidden" }, `${texts.document}: `);
  return element("a", { className: "file", href: mediaUrl(media.id), ...way }, icon, kind, name, size);
}

function sayBytes(count) {
  return kilobytes.format(Math.max(1, Math.round(count / 1024)));
}

function mediaUrl(id) {
  return /^https?:/.test(id) ? id : `${base}/media/${id}`;
}

function drawSpan({ text, styles, href }, platform, use) {
  const pieces = href ? [drawLink(text, href, use)] : platform === "telegram" ? drawCommands(text, use) : [text];
  return pieces.map((piece) =>
    styles.reduceRight((inner, style) => element(TAGS[style], { className: style }, inner), piece),
  );
}

function drawLink(text, href, use) {
  const link = element("a", { href, rel: "noopener" }, text);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    use.follow(href);
  });
  return link;
}

function drawCommands(text, use) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(COMMAND)) {
    pieces.push(text.slice(end, match.index));
    pieces.push(button({ className: "command" }, () => use.say(match[0]), match[0]));
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)].filter((piece) => piece !== "");
}

function drawStamp({ at, author, editedAt, status }, platform) {
  const parts = [editedAt ? `${texts.edited} ` : "", time.format(new Date(at))];
  const stamp = element("span", { className: "stamp" }, ...parts.filter(Boolean));
  if (author === "person") {
    const read = platform === "telegram" || status === "read";
    stamp.append(
      element(
        "span",
        { className: read ? "ticks read" : "ticks", role: "img", "aria-label": read ? texts.read : texts.delivered },
        "✓✓",
      ),
    );
  }
  return stamp;
}

const MARKS = { url: "↗", copy: "⧉" };

function drawKeyboard(message, use) {
  const rows = message.rows.map((row) =>
    element("div", { className: "row" }, ...row.map((choice) => drawChoice(message, choice, use))),
  );
  return element("div", { className: "keyboard" }, ...rows);
}

function drawChoice(message, choice, use) {
  const mark = MARKS[choice.type];
  const sign = mark && element("span", { className: "mark", "aria-hidden": "true" }, mark);
  const press = (made) => {
    if (choice.type === "url") use.follow(choice.url);
    else if (choice.type === "copy") use.copy(choice.text);
    else use.press(message, choice, made);
  };
  return button({ className: "choice" }, press, choice.title, sign);
}

function drawListButton(message, use) {
  const sign = element("span", { className: "mark", "aria-hidden": "true" }, "☰");
  const open = button(
    { className: "choice", "aria-haspopup": "dialog" },
    () => use.openList(message),
    sign,
    message.list.button,
  );
  return element("div", { className: "keyboard" }, element("div", { className: "row" }, open));
}
