import { Hono } from "hono";
import { html } from "hono/html";
import { renderPage } from "./page.ts";
import { type PageTexts, readerOf } from "./reader.ts";

/** What people see whose address leads nowhere, the bare domain for one. Programs, which ask for no page, get a problem. */
export function lostRoutes(texts: PageTexts): Hono {
  return new Hono().get("*", (c, next) => {
    if (!c.req.header("accept")?.includes("text/html")) return next();
    const { locale, say, other } = readerOf(c, texts);
    const title = say("page-lost");
    const content = html`<article class="card"><h1>${title}</h1><p>${say("page-lost-hint")}</p></article>`;
    return c.html(renderPage({ locale, title, organisation: texts.organisation, other }, content), 404);
  });
}
