import { Hono } from "hono";
import { html } from "hono/html";
import { renderPage } from "./page.ts";
import { type PageTexts, readerOf } from "./reader.ts";

/** Of programs, whatever they say that they accept. */
const PROGRAMS = /^\/(?:api|health|telegram|whatsapp)(?:\/|$)/;

/** What people see whose address leads nowhere, the bare domain for one. Programs get a problem. */
export function lostRoutes(texts: PageTexts): Hono {
  return new Hono().get("*", (c, next) => {
    if (PROGRAMS.test(c.req.path) || !c.req.header("accept")?.includes("text/html")) return next();
    c.header("vary", "accept, accept-language");
    const { locale, say, other } = readerOf(c, texts);
    const title = say("page-lost");
    const content = html`<article class="card"><h1>${title}</h1><p>${say("page-lost-hint")}</p></article>`;
    return c.html(renderPage({ locale, title, organisation: texts.organisation, other }, content), 404);
  });
}
