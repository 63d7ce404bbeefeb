import { type Context, toFont, type Weight } from "./canvas.ts";

/** Room for some text, and how large it may be written. */
export interface Room {
  width: number;
  height: number;
  weight: Weight;
  largest: number;
  smallest: number;
}

export interface Lines {
  size: number;
  lines: string[];
}

/** From one line's foot to the next, in sizes of the letters. */
export const LEADING = 1.2;

/**
 * Breaks a text into lines as large as its room allows. No word is torn apart as long as there is a size that spares it;
 * what has no room even when written small ends in an ellipsis.
 */
export function fitLines(context: Context, text: string, room: Room): Lines {
  const words = text.split(/\s+/).filter(Boolean);
  const measure = createRuler(context, room.weight);
  for (let size = room.largest; size > room.smallest; size--) {
    const lines = breakLines(words, room.width / size, measure);
    const isTorn = lines.some(({ tears }) => tears);
    if (!isTorn && lines.length * size * LEADING <= room.height) return { size, lines: lines.map(({ text }) => text) };
  }
  const size = room.smallest;
  const lines = breakLines(words, room.width / size, measure).map((line) => line.text);
  const most = Math.max(1, Math.floor(room.height / (size * LEADING)));
  if (lines.length <= most) return { size, lines };
  const last = cutToWidth(lines[most - 1] ?? "", room.width / size, measure);
  return { size, lines: [...lines.slice(0, most - 1), last] };
}

export function heightOf({ size, lines }: Lines): number {
  return size * LEADING * lines.length;
}

type Measure = (text: string) => number;

/** Widths in sizes of the letters: they grow evenly, so that each word is measured once. */
function createRuler(context: Context, weight: Weight): Measure {
  const widths = new Map<string, number>();
  const size = 100;
  return (text) => {
    const known = widths.get(text);
    if (known !== undefined) return known;
    context.font = toFont(weight, size);
    const width = context.measureText(text).width / size;
    widths.set(text, width);
    return width;
  };
}

interface Line {
  text: string;
  /** It ends in the midst of a word, which is longer than a line. */
  tears: boolean;
}

function breakLines(words: string[], width: number, measure: Measure): Line[] {
  const lines: Line[] = [];
  let text = "";
  let used = 0;
  const add = (piece: string, pieceWidth: number) => {
    text += piece;
    used += pieceWidth;
  };
  const end = (tears: boolean) => {
    if (text) lines.push({ text, tears });
    text = "";
    used = 0;
  };
  for (const word of words) {
    const gap = text ? " " : "";
    if (used + measure(gap) + measure(word) <= width) {
      add(gap + word, measure(gap) + measure(word));
      continue;
    }
    end(false);
    if (measure(word) <= width) add(word, measure(word));
    else {
      for (const letter of toLetters(word)) {
        if (used + measure(letter) > width) end(true);
        add(letter, measure(letter));
      }
    }
  }
  end(false);
  return lines;
}

function cutToWidth(line: string, width: number, measure: Measure): string {
  const letters = toLetters(line);
  while (letters.length > 1 && measure(`${letters.join("")}…`) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** As people see them: an accent stays with its letter. */
function toLetters(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
