import { Hono } from "hono";
import { html } from "hono/html";
import { renderPage } from "./page.ts";
import { type PageTexts, readerOf } from "./reader.ts";

interface Deps {
  texts: PageTexts;
  /** Everything about one person, once per token. */
  readMyData(token: string): Promise<object | undefined>;
}

/**
 * `/my-data/TOKEN`: a page with a button, and the file behind it. Messengers open links to preview them,
 * so only the button's POST uses the token up.
 */
export function myDataRoutes({ texts, readMyData }: Deps): Hono {
  const routes = new Hono();
  routes.get("/:token", (c) => {
    const { locale, say, other } = readerOf(c, texts);
    const title = say("page-my-data-title");
    const content = html`<article class="card"><h1>${title}</h1><p>${say("page-my-data-intro")}</p>
<form class="actions" method="post"><button class="button" type="submit">${say("page-my-data-download")}</button></form></article>`;
    return c.html(renderPage({ locale, title, organisation: texts.organisation, other }, content));
  });
  routes.post("/:token", async (c) => {
    const data = await readMyData(c.req.param("token"));
    if (data) {
      const headers = { "content-disposition": 'attachment; filename="my-data.json"', "cache-control": "no-store" };
      return c.body(JSON.stringify(data, null, 2), 200, {
        "content-type": "application/json; charset=utf-8",
        ...headers,
      });
    }
    const { locale, say, other } = readerOf(c, texts);
    const title = say("page-my-data-gone");
    const content = html`<article class="card"><h1>${title}</h1><p>${say("page-my-data-gone-hint")}</p></article>`;
    return c.html(renderPage({ locale, title, organisation: texts.organisation, other }, content), 410);
  });
  return routes;
}
