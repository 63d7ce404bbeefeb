import type { Context } from "hono";
import type { Label, Params } from "../../intents.ts";
import type { Locale } from "../../messages.ts";

/** The words of pages, of this deployment. */
export interface PageTexts {
  plainText(label: Label, locale: Locale): string;
  organisation: string;
  locale: Locale;
}

export interface Reader {
  locale: Locale;
  say(key: string, params?: Params): string;
  other: { href: string; name: string };
}

/** Who reads this page: `?lang=` decides, then the browser's languages, then the default. */
export function readerOf(c: Context, texts: PageTexts): Reader {
  const asked = c.req.query("lang");
  const locale =
    asked === "en" || asked === "ru" ? asked : (fromBrowser(c.req.header("accept-language")) ?? texts.locale);
  const say = (key: string, params?: Params) =>
    texts.plainText(params ? { type: "text", key, params } : { type: "text", key }, locale);
  const lang = locale === "en" ? "ru" : "en";
  return { locale, say, other: { href: `?lang=${lang}`, name: lang === "ru" ? "Русский" : "English" } };
}

function fromBrowser(header: string | undefined): Locale | undefined {
  for (const part of header?.split(",") ?? []) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === "ru" || tag === "en") return tag;
  }
  return undefined;
}
