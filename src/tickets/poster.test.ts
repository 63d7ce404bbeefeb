import { createCanvas, loadImage } from "@napi-rs/canvas";
import jsqr from "jsqr";
import { describe, expect, test } from "vitest";
import { drawPoster, type Poster } from "./poster.ts";

const telegram = "https://t.me/green_club_bot?start=e_spring-meetup";
const greeting = encodeURIComponent("Здравствуйте! Хочу прийти: spring-meetup");
const whatsapp = `https://wa.me/79123456789?text=${greeting}`;
const codes = [
  { name: "Telegram", url: telegram, short: "t.me/green_club_bot" },
  { name: "WhatsApp", url: whatsapp, short: "+79123456789" },
];
const poster: Poster = {
  organisation: "Зелёный клуб",
  title: "Весенняя встреча",
  day: "Суббота, 12 декабря",
  time: "18:00 (по Москве)",
  place: "Зал библиотеки, Лесная, 5",
  how: "Наведите камеру, нажмите «Старт» или «Отправить»",
  codes,
};
const PAPER = "ffffff";

/** The points of a poster's picture, made smaller as messengers do. */
async function look(drawn: Poster, side = 1) {
  const picture = await loadImage(await drawPoster(drawn, "png"));
  const [width, height] = [Math.round(picture.width * side), Math.round(picture.height * side)];
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(picture, 0, 0, width, height);
  const at = (x: number, y: number) =>
    Buffer.from(context.getImageData(x, y, 1, 1).data.subarray(0, 3)).toString("hex");
  const isBlank = (left: number, top: number, [right, bottom]: [number, number]) => {
    const { data } = context.getImageData(left, top, right - left, bottom - top);
    return data.every((value) => value === 255);
  };
  const read = (left: number, right: number) => {
    const { data } = context.getImageData(left, 0, right - left, height);
    return jsqr.default(data, right - left, height)?.data;
  };
  return { width, height, at, isBlank, read };
}

describe("the codes of a poster", () => {
  test.each([1, 0.5])("lead to both messengers, at %d of the picture's size", async (side) => {
    const { width, read } = await look(poster, side);
    expect(read(0, Math.round(width / 2))).toBe(telegram);
    expect(read(Math.round(width / 2), width)).toBe(whatsapp);
  });

  test.each(codes)("of $name alone is one, in the middle", async (code) => {
    const { width, read } = await look({ ...poster, codes: [code] });
    expect(read(Math.round(width / 4), Math.round((width * 3) / 4))).toBe(code.url);
  });
});

describe("whatever is on a poster", () => {
  test.each([
    ["five letters", { title: "Choir" }],
    ["200 letters", { title: "Концерт хора и оркестра с чаепитием ".repeat(6).slice(0, 200) }],
    ["200 letters without a gap", { title: "Ж".repeat(200) }],
    ["long words everywhere", Object.fromEntries(Object.keys(poster).map((key) => [key, "Щука плывёт ".repeat(20)]))],
    ["nothing but a smile", { title: "🎉" }],
  ])("%s stays on its page and apart from the codes", async (_, part) => {
    const { width, height, at, isBlank } = await look({ ...poster, ...part, codes });
    const margin = Math.round(width * 0.07);
    const panel =
      Array.from({ length: height }, (_, y) => y).find((y) => y > height / 3 && at(margin, y) !== PAPER) ?? 0;
    expect(panel / height).toBeGreaterThan(0.5);
    expect(isBlank(0, margin, [margin, panel])).toBe(true);
    expect(isBlank(width - margin, margin, [width, panel])).toBe(true);
    expect(isBlank(0, panel - 70, [width, panel - 15])).toBe(true);
    expect(isBlank(0, margin, [width, Math.round(panel / 2)])).toBe(false);
  });

  test("a long title is smaller, and no sign is drawn that the font does not have", async () => {
    const same = async (one: string, other: string) =>
      Buffer.compare(
        await drawPoster({ ...poster, title: one }, "png"),
        await drawPoster({ ...poster, title: other }, "png"),
      ) === 0;
    expect(await same("🎉 Party 👨‍👩‍👧 ☕️ 🇩🇪", "Party")).toBe(true);
    expect(await same("Party © 2026", "Party 2026")).toBe(false);
  });
});

test("the PDF is one page of A4 whose codes can be pressed, with its letters inside", async () => {
  const pdf = (await drawPoster(poster, "pdf")).toString("latin1");
  expect(pdf).toMatch(/^%PDF-1\./);
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(pdf).toContain("/MediaBox [0 0 595 842]");
  for (const { url } of codes) expect(pdf).toContain(`/URI (${url})`);
  expect(pdf.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2);
});
