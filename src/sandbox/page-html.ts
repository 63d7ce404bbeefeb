import { html, raw } from "hono/html";
import type { PageLanguage, PageTexts } from "./page-texts.ts";

export interface Drawing {
  /** Where the page is mounted, without a slash at its end. */
  base: string;
  texts: PageTexts;
  language: PageLanguage;
  botName: string;
  phone: string;
  canMove: boolean;
  canOrganise: boolean;
}

type Markup = ReturnType<typeof html>;

/** The page without its conversations, which come live. */
export function drawPage(drawing: Drawing): Markup {
  const { base, texts, language } = drawing;
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${texts.title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${base}/assets/page.css" />
    <link rel="stylesheet" href="${base}/assets/phones.css" />
    <link rel="stylesheet" href="${base}/assets/messages.css" />
    <script type="module" src="${base}/assets/sandbox.js"></script>
    <script type="application/json" id="setting">${raw(toJson(drawing))}</script>
  </head>
  <body data-shown="telegram">
    ${drawTop(drawing)}
    <main>
      ${drawTabs(texts)} ${drawPhone("telegram", drawing)} ${drawPhone("whatsapp", drawing)}
      <section class="events" id="events" aria-labelledby="events-title">
        <h2 id="events-title">${texts.events}</h2>
        <ul id="event-list"></ul>
        ${drawing.canOrganise ? drawOrganiser(texts) : ""}
      </section>
    </main>
    <p class="visually-hidden" id="announcer" role="status"></p>
  </body>
</html>`;
}

function drawOrganiser(texts: PageTexts): Markup {
  return html`<div class="organise">
          <p>${texts.organiseHint}</p>
          <button type="button" id="organise">${texts.organise}</button>
        </div>`;
}

function drawTop({ texts, language, canMove }: Drawing): Markup {
  const other = language === "en" ? { code: "ru", name: "Русский" } : { code: "en", name: "English" };
  const steps = [
    [10, texts.tenMinutes],
    [60, texts.hour],
    [24 * 60, texts.day],
  ].map(([minutes, title]) => html`<button type="button" data-minutes="${minutes}">${title}</button>`);
  return html`<header class="top">
      <div class="name">
        <h1>${texts.title}</h1>
        <a class="language" href="?lang=${other.code}" lang="${other.code}" hreflang="${other.code}">${other.name}</a>
        <p>${texts.lead}</p>
      </div>
      <nav class="people" id="people" aria-label="${texts.people}"></nav>
      <div class="clock" id="clock" role="group" aria-label="${texts.clock}">
        <time id="now"></time>
        ${canMove ? html`<div class="steps">${steps}</div>` : ""}
      </div>
    </header>
    <p class="away" id="away" role="alert" hidden>${texts.away}</p>
    <p class="opened" id="opened" role="status" hidden><span>${texts.opened}</span> <button type="button">${texts.openHere}</button></p>`;
}

/** Only on a small screen, where one phone at a time has room. */
function drawTabs(texts: PageTexts): Markup {
  const tabs = [
    ["telegram", "Telegram"],
    ["whatsapp", "WhatsApp"],
    ["events", texts.events],
  ].map(([name, title]) => html`<button type="button" data-show="${name}" aria-pressed="false">${title}</button>`);
  return html`<div class="tabs" role="group" aria-label="${texts.phones}">${tabs}</div>`;
}

function drawPhone(platform: "telegram" | "whatsapp", { texts }: Drawing): Markup {
  const name = platform === "telegram" ? "Telegram" : "WhatsApp";
  const kind = platform === "telegram" ? texts.bot : texts.business;
  return html`<section class="phone ${platform}" id="${platform}" aria-labelledby="${platform}-title">
        <header>
          <span class="avatar" aria-hidden="true">D</span>
          <div>
            <h2 id="${platform}-title">${name}</h2>
            <p class="kind">Doorlist · <span data-part="state" data-idle="${kind}">${kind}</span></p>
          </div>
          <details class="more">
            <summary aria-label="${texts.more}"><span aria-hidden="true">⋮</span></summary>
            <div class="menu">
              <button type="button" data-do="sticker">${texts.sticker}</button>
              <button type="button" data-do="photo">${texts.photo}</button>
              <button type="button" data-do="voice">${texts.voice}</button>
              <button type="button" data-do="edit">${texts.edit}</button>
              <button type="button" data-do="block">${texts.block}</button>
            </div>
          </details>
        </header>
        <div class="log" role="log" tabindex="0" aria-label="${texts.log.replace("{phone}", name)}"></div>
        <p class="toast" role="status" hidden></p>
        <div class="commands" hidden></div>
        <form class="composer" autocomplete="off">
          ${platform === "telegram" ? html`<button type="button" class="slash" aria-expanded="false" aria-label="${texts.commands}">/</button>` : ""}
          <input name="text" type="text" maxlength="4096" aria-label="${texts.write}" placeholder="${texts.write}" enterkeyhint="send" />
          <button type="submit" class="send" aria-label="${texts.send}"><span aria-hidden="true">➤</span></button>
        </form>
        <button type="button" class="instead" hidden></button>
        <dialog class="sheet" aria-label="${name}"></dialog>
      </section>`;
}

/** Inside a script element, where only a closing tag could do harm. */
function toJson(setting: Drawing): string {
  return JSON.stringify(setting).replaceAll("<", "\\u003c");
}
