import { Hono } from "hono";
import { html } from "hono/html";
import { renderPage } from "./page.ts";
import { type PageTexts, readerOf } from "./reader.ts";

const SECTIONS = ["who", "what", "why", "where", "until", "rights"] as const;

/** `/privacy`: the whole text behind the short one in the chat. */
export function privacyRoutes(texts: PageTexts): Hono {
  return new Hono().get("/", (c) => {
    const { locale, say, other } = readerOf(c, texts);
    const sections = SECTIONS.map(
      (name) => html`<h2>${say(`privacy-page-${name}-title`)}</h2><p>${say(`privacy-page-${name}`)}</p>`,
    );
    const title = say("privacy-page-title");
    const content = html`<article class="card"><h1>${title}</h1>${sections}</article>`;
    return c.html(renderPage({ locale, title, organisation: texts.organisation, other }, content));
  });
}
