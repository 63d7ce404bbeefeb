import { Hono } from "hono";
import { html } from "hono/html";
import { renderPage } from "./page.ts";
import { type PageTexts, readerOf } from "./reader.ts";

const SECTIONS = ["what", "why", "who", "until", "rights"] as const;

/** `/privacy`: the whole text behind the short one in the chat. */
export function privacyRoutes(texts: PageTexts): Hono {
  return new Hono().get("/", (c) => {
    const { locale, say, other } = readerOf(c, texts);
    const sections = SECTIONS.map((name) => html`<h2>${say(`page-privacy-${name}-title`)}</h2><p>${say(`page-privacy-${name}`)}</p>`);
    const title = say("page-privacy-title");
    const content = html`<article class="card"><h1>${title}</h1><p>${say("page-privacy-intro")}</p>${sections}</article>`;
    return c.html(renderPage({ locale, title, organisation: texts.organisation, other }, content));
  });
}
