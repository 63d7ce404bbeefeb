import type { Spread } from "./spread.ts";
import { toFigure } from "./table.ts";

export interface Chart {
  title: string;
  /** In words, for whoever does not see it. */
  description: string;
  unit: string;
  groups: Group[];
}

/** Bars that are compared with each other. */
export interface Group {
  title: string;
  bars: Bar[];
}

export interface Bar {
  title: string;
  value: Spread;
  /** The one that the page is about. */
  isOurs: boolean;
}

const WIDTH = 760;
const NAMES = 210;
const FIGURES = 190;
const BAR = 18;
const STEP = 24;
const GROUP_HEAD = 26;
const TOP = 58;

/** Colours for a light page and for a dark one; the figures stand beside the bars, so that no colour carries meaning alone. */
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #24292f }
    .title { font-size: 16px; font-weight: 600 }
    .quiet { fill: #57606a }
    .bar { fill: #8c959f }
    .ours { fill: #0969da }
    .spread { stroke: #24292f; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .quiet { fill: #9198a1 }
      .bar { fill: #656c76 }
      .ours { fill: #4493f8 }
      .spread { stroke: #e6edf3 }
    }`;

/** Bars in an SVG: the median, a line from the least to the most, and both in figures. */
export function drawChart({ title, description, unit, groups }: Chart): string {
  const most = Math.max(1e-9, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value.most)));
  const scale = (WIDTH - NAMES - FIGURES) / most;
  const parts: string[] = [];
  let y = TOP;
  for (const group of groups) {
    parts.push(`<text x="0" y="${y + 13}" class="quiet">${asMarkup(group.title)}</text>`);
    y += GROUP_HEAD;
    for (const bar of group.bars) {
      parts.push(drawBar(bar, y, scale));
      y += STEP;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-labelledby="title desc">
  <title id="title">${asMarkup(title)}</title>
  <desc id="desc">${asMarkup(description)}</desc>
  <style>${STYLE}
  </style>
  <text x="0" y="18" class="title">${asMarkup(title)}</text>
  <text x="0" y="40" class="quiet">${asMarkup(unit)}</text>
  ${parts.join("\n  ")}
</svg>
`;
}

function drawBar({ title, value, isOurs }: Bar, y: number, scale: number): string {
  const at = (amount: number) => (NAMES + amount * scale).toFixed(1);
  const middle = y + BAR / 2;
  const figures = `${toFigure(value.median)} (${toFigure(value.least)} to ${toFigure(value.most)})`;
  return [
    `<text x="12" y="${middle + 5}">${asMarkup(title)}</text>`,
    `<rect x="${NAMES}" y="${y}" width="${(value.median * scale).toFixed(1)}" height="${BAR}" class="${isOurs ? "ours" : "bar"}"/>`,
    `<line x1="${at(value.least)}" x2="${at(value.most)}" y1="${middle}" y2="${middle}" class="spread"/>`,
    `<text x="${WIDTH - FIGURES + 10}" y="${middle + 5}">${figures}</text>`,
  ].join("");
}

function asMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
