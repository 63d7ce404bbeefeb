import { type Context, loadCanvas, toFont, type Weight } from "./canvas.ts";
import { fitLines, heightOf, LEADING, type Lines } from "./lines.ts";
import { toModules } from "./qr.ts";

/** What a poster says, worded already. */
export interface Poster {
  organisation: string;
  title: string;
  day: string;
  time: string;
  place: string;
  /** What to do with the codes, in one line. */
  how: string;
  /** One or two. */
  codes: PosterCode[];
}

export interface PosterCode {
  /** Of the messenger. */
  name: string;
  /** What the code holds. */
  url: string;
  /** The way there for those who cannot scan. */
  short: string;
}

// A4 in points, of which an inch has 72.
const PAGE = { width: 595, height: 842 };
const MARGIN = 48;
const WIDE = PAGE.width - 2 * MARGIN;
/** About 220 dots an inch on paper, and sharp on any phone. */
const PNG_SCALE = 3;

const INK = "#1c2521";
const FAINT = "#55625b";
const ACCENT = "#1f6f54";
const TINT = "#edf4f0";
const PAPER = "#ffffff";

/** Draws a poster of one A4 page. The PDF's codes can also be pressed. */
export async function drawPoster(poster: Poster, as: "pdf" | "png"): Promise<Buffer> {
  const { createCanvas, PDFDocument } = await loadCanvas();
  if (as === "pdf") {
    const document = new PDFDocument({ title: poster.title, author: poster.organisation, creator: "Doorlist" });
    const context = document.beginPage(PAGE.width, PAGE.height);
    drawPage(context, poster);
    document.endPage();
    return document.close();
  }
  const canvas = createCanvas(PAGE.width * PNG_SCALE, PAGE.height * PNG_SCALE);
  const context = canvas.getContext("2d");
  context.scale(PNG_SCALE, PNG_SCALE);
  drawPage(context, poster);
  return canvas.encode("png");
}

/** Our font has no signs of that kind: boxes would stand in their place. */
const EMOJI = /(?![©®™])[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]|\u200d|\ufe0f|\u20e3/gu;

function toDrawable(text: string): string {
  const words = text.replace(EMOJI, " ").trim();
  return words || text;
}

function drawPage(context: Context, poster: Poster): void {
  fillBox(context, { left: 0, top: 0, ...PAGE }, PAPER);
  fillBox(context, { left: 0, top: 0, width: PAGE.width, height: 10 }, ACCENT);
  const top = MARGIN + 10;
  const panelTop = drawCodes(context, poster);
  drawWords(context, poster, { top, bottom: panelTop - 28 });
}

/** From the top: who invites, the title as large as there is room, then day, time and place. */
function drawWords(context: Context, poster: Poster, { top, bottom }: { top: number; bottom: number }): void {
  const lay = (text: string, weight: Weight, [largest, smallest, height]: [number, number, number]) =>
    fitLines(context, toDrawable(text), { width: WIDE, height, weight, largest, smallest });
  const organisation = lay(poster.organisation, 500, [20, 12, 30]);
  const day = lay(poster.day, 700, [34, 18, 42]);
  const time = lay(poster.time, 500, [30, 16, 38]);
  const place = lay(poster.place, 400, [24, 14, 62]);
  const gaps = { title: 14, rule: 22, facts: 20, place: 6 };
  const others = [organisation, day, time, place].reduce((sum, lines) => sum + heightOf(lines), 0);
  const left = bottom - top - others - gaps.title - gaps.rule - gaps.facts - gaps.place;
  const title = lay(poster.title, 700, [76, 20, left]);

  let at = writeLines(context, organisation, { top, weight: 500, color: ACCENT });
  at = writeLines(context, title, { top: at + gaps.title, weight: 700, color: INK });
  fillBox(context, { left: MARGIN, top: at + gaps.rule, width: 64, height: 4 }, ACCENT);
  at = writeLines(context, day, { top: at + gaps.rule + gaps.facts, weight: 700, color: INK });
  at = writeLines(context, time, { top: at, weight: 500, color: INK });
  writeLines(context, place, { top: at + gaps.place, weight: 400, color: FAINT });
}

interface Writing {
  top: number;
  weight: Weight;
  color: string;
}

/** Gives where the next can begin. */
function writeLines(context: Context, { size, lines }: Lines, { top, weight, color }: Writing): number {
  context.font = toFont(weight, size);
  context.fillStyle = color;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  lines.forEach((line, index) => {
    context.fillText(line, MARGIN, top + size * (LEADING * index + 0.95));
  });
  return top + size * LEADING * lines.length;
}

/** The panel at the foot of the page; gives where it begins. */
function drawCodes(context: Context, { codes, how }: Poster): number {
  const side = codes.length > 1 ? 206 : 230;
  const heading = fitLines(context, how, { width: WIDE - 40, height: 30, weight: 700, largest: 20, smallest: 11 });
  const height = 20 + 30 + 10 + side + 54;
  const top = PAGE.height - MARGIN - height + 12;
  context.fillStyle = TINT;
  context.beginPath();
  context.roundRect(MARGIN - 16, top, WIDE + 32, height, 18);
  context.fill();
  writeCentred(context, heading.lines.join(" "), {
    x: PAGE.width / 2,
    y: top + 42,
    font: toFont(700, heading.size),
    color: INK,
  });
  codes.forEach((code, index) => {
    const x = MARGIN + (WIDE * (index + 0.5)) / codes.length;
    drawCode(context, code, { x, top: top + 60, side });
  });
  return top;
}

function drawCode(
  context: Context,
  { name, url, short }: PosterCode,
  { x, top, side }: { x: number; top: number; side: number },
): void {
  context.fillStyle = PAPER;
  context.beginPath();
  context.roundRect(x - side / 2, top, side, side, 10);
  context.fill();
  drawModules(context, url, { x, top, side });
  context.annotateLinkUrl(x - side / 2, top, x + side / 2, top + side, url);
  writeCentred(context, name, { x, y: top + side + 22, font: toFont(700, 17), color: INK });
  const line = fitLines(context, short, { width: side + 30, height: 20, weight: 400, largest: 14, smallest: 8 });
  writeCentred(context, line.lines.join(" "), {
    x,
    y: top + side + 41,
    font: toFont(400, line.size),
    color: FAINT,
  });
}

/** Modules of whole dots, so that no seam shows between them. */
function drawModules(context: Context, url: string, { x, top, side }: { x: number; top: number; side: number }): void {
  const rows = toModules(url);
  const module = Math.floor((side / rows.length) * PNG_SCALE) / PNG_SCALE;
  const left = Math.round((x - (module * rows.length) / 2) * PNG_SCALE) / PNG_SCALE;
  const first = Math.round((top + (side - module * rows.length) / 2) * PNG_SCALE) / PNG_SCALE;
  context.fillStyle = "#000000";
  context.beginPath();
  for (const [row, modules] of rows.entries()) {
    for (const [column, isDark] of modules.entries()) {
      if (isDark) context.rect(left + column * module, first + row * module, module, module);
    }
  }
  context.fill();
}

function writeCentred(
  context: Context,
  text: string,
  { x, y, font, color }: { x: number; y: number; font: string; color: string },
): void {
  context.font = font;
  context.fillStyle = color;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.fillText(text, x, y);
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function fillBox(context: Context, { left, top, width, height }: Box, color: string): void {
  context.fillStyle = color;
  context.fillRect(left, top, width, height);
}
