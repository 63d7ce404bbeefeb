import { expect, test } from "vitest";
import { type Chart, drawChart } from "./chart.ts";

const chart: Chart = {
  title: "Registrations <32 at once>",
  description: "Doorlist 20, the other 10",
  unit: "per second",
  groups: [
    {
      title: "Telegram",
      bars: [
        { title: "Doorlist", value: { median: 20, least: 15, most: 25 }, isOurs: true },
        { title: "Other & Co", value: { median: 10, least: 9, most: 11 }, isOurs: false },
      ],
    },
  ],
};

test("a bar is as long as its median, and the longest spread fits", () => {
  const svg = drawChart(chart);
  const [ours, other] = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  const ends = [...svg.matchAll(/x2="([\d.]+)"/g)].map(([, x]) => Number(x));

  expect(other).toBeCloseTo((ours ?? 0) / 2, 0);
  expect(Math.max(...ends)).toBeLessThanOrEqual(760 - 190);
});

test("it is named and described for whoever does not see it, and its figures are words", () => {
  const svg = drawChart(chart);
  expect(svg).toContain('role="img" aria-labelledby="title desc"');
  expect(svg).toContain('<desc id="desc">Doorlist 20, the other 10</desc>');
  expect(svg).toContain("20.0 (15.0 to 25.0)");
});

test("it has colours for a dark page, and nothing in it is taken for markup", () => {
  const svg = drawChart(chart);
  expect(svg).toContain("prefers-color-scheme: dark");
  expect(svg).toContain("Registrations &lt;32 at once&gt;");
  expect(svg).toContain("Other &amp; Co");
});

test("a chart of nothing is still a chart", () => {
  expect(drawChart({ ...chart, groups: [] })).toContain("</svg>");
});
