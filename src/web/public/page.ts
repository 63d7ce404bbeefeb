import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Locale } from "../../messages.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

// Small enough to ride in the page: one request, no flash, no layout jump; dark mode by the system's choice.
const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #f6f7f9; --card: #fff; --line: #d9dee4; --accent: #0b5cad; --on-accent: #fff; --warn: #8a3b00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --soft: #a4adb8; --paper: #14171b; --card: #1d2126; --line: #343b44; --accent: #7fb8f5; --on-accent: #0c1a28; --warn: #ffb27a } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem } h2 { font-size: 1.125rem; margin: 1.5rem 0 .25rem }
p { margin: .25rem 0 .75rem } .soft { color: var(--soft) } .warn { color: var(--warn); font-weight: 600 }
.code { font: 700 1.75rem/1.2 ui-monospace, monospace; letter-spacing: .06em }
.qr { display: block; width: min(100%, 16rem); aspect-ratio: 1; height: auto; margin: 1rem auto; background: #fff; border-radius: .5rem; image-rendering: pixelated }
.actions { display: grid; gap: .75rem; margin-top: 1.25rem }
.button { display: block; width: 100%; border: 0; font: inherit; font-weight: 600; cursor: pointer; padding: .8rem 1rem; border-radius: .75rem; text-align: center; font-weight: 600; text-decoration: none; background: var(--accent); color: var(--on-accent) }
.button.second { background: none; color: var(--accent); border: 2px solid var(--accent) }
a { color: var(--accent) } :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
footer { margin-top: 1.5rem; text-align: center }
.aside { position: sticky; bottom: 0; margin: .5rem 0 0; text-align: center; font-size: .9375rem; background: var(--paper) }
.aside a { display: inline-block; padding: .75rem 1rem; color: inherit }
`;

export interface Page {
  locale: Locale;
  title: string;
  organisation: string;
  /** The same page in the other language: its link and its name there. */
  other: { href: string; name: string };
}

/** A page for people: one column, phone first, no script, nothing from elsewhere. */
export function renderPage({ locale, title, organisation, other }: Page, content: Html): Html {
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title} · ${organisation}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${content}
<footer class="soft"><p>${organisation} · <a href="${other.href}" hreflang="${locale === "en" ? "ru" : "en"}" lang="${locale === "en" ? "ru" : "en"}">${other.name}</a></p></footer>
</main>
</body>
</html>`;
}
