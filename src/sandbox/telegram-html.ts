import type { Span, Style } from "./conversation.ts";
import { badRequest } from "./refusal.ts";

interface OpenTag {
  name: string;
  style: Style | undefined;
  href: string | undefined;
}

const STYLES: Record<string, Style | undefined> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strike",
  strike: "strike",
  del: "strike",
  code: "code",
  pre: "code",
  blockquote: "quote",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  a: undefined,
  "tg-emoji": undefined,
  "tg-time": undefined,
};

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const TOKEN =
  /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[\w.-]+))?)*)\s*>|&(#x?[0-9a-f]+|[a-z]+);|[<&]/gi;

/**
 * Reads a text in Telegram's HTML, refusing what Telegram refuses.
 *
 * Stricter in one point: Telegram lets a lone `&` pass although its manual forbids it; here it is refused,
 * so that a forgotten escape is seen.
 *
 * @throws TelegramRefusal "can't parse entities"
 */
export function parseTelegramHtml(html: string): Span[] {
  const spans: Span[] = [];
  const open: OpenTag[] = [];
  let end = 0;
  const say = (text: string) => {
    if (text) spans.push(toSpan(text, open));
  };
  for (const match of html.matchAll(TOKEN)) {
    say(html.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, slash, tag, attributes = "", entity] = match;
    const offset = Buffer.byteLength(html.slice(0, match.index));
    if (entity !== undefined) say(decode(entity, offset));
    else if (tag === undefined) throw unescaped(whole, offset);
    else if (slash) close(open, tag.toLowerCase(), offset);
    else open.push(openTag(tag.toLowerCase(), attributes, offset));
  }
  say(html.slice(end));
  const last = open.at(-1);
  if (last) throw broken(`Can't find end tag corresponding to start tag "${last.name}"`);
  return join(spans);
}

function toSpan(text: string, open: OpenTag[]): Span {
  const styles = [...new Set(open.flatMap(({ style }) => style ?? []))];
  const href = open.findLast((tag) => tag.href !== undefined)?.href;
  return { text, styles, ...(href !== undefined && { href }) };
}

function openTag(name: string, attributes: string, offset: number): OpenTag {
  if (!Object.hasOwn(STYLES, name)) throw broken(`Unsupported start tag "${name}" at byte offset ${offset}`);
  if (name === "span" && !/class\s*=\s*["']?tg-spoiler/.test(attributes)) {
    throw broken(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
  }
  const href =
    name === "a" ? /href\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1]?.replaceAll("&amp;", "&") : undefined;
  return { name, style: STYLES[name], href };
}

function close(open: OpenTag[], name: string, offset: number): void {
  const tag = open.pop();
  if (!tag) throw broken(`Unexpected end tag at byte offset ${offset}`);
  if (tag.name !== name) {
    throw broken(`Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`);
  }
}

function decode(entity: string, offset: number): string {
  const named = ENTITIES[entity];
  if (named !== undefined) return named;
  const digits = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(entity);
  if (!digits) throw broken(`Unsupported entity "&${entity};" at byte offset ${offset}`);
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  if (code === 0 || code > 0x10ffff) throw broken(`Invalid entity "&${entity};" at byte offset ${offset}`);
  return String.fromCodePoint(code);
}

function unescaped(character: string, offset: number) {
  if (character === "<") return broken(`Unsupported start tag at byte offset ${offset}`);
  return broken(`Unescaped "&" at byte offset ${offset}`);
}

function broken(what: string) {
  return badRequest(`can't parse entities: ${what}`);
}

/** Neighbours that look alike become one, so that "a &amp; b" is one piece of text. */
function join(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && last.href === span.href && last.styles.join() === span.styles.join()) last.text += span.text;
    else joined.push({ ...span });
  }
  return joined;
}
