import { type Context, Hono } from "hono";
import { html } from "hono/html";
import type { Kysely } from "kysely";
import type { Clock } from "../../clock.ts";
import type { Database } from "../../database/schema.ts";
import type { EventFacts, Locale } from "../../messages.ts";
import { findTicket, type Ticket } from "../../services/tickets.ts";
import { formatTicketCode, parseTicketCode } from "../../ticket-code.ts";
import { drawCalendar } from "../../tickets/calendar.ts";
import { drawQr } from "../../tickets/qr.ts";
import { renderPage } from "./page.ts";
import { type PageTexts, type Reader, readerOf } from "./reader.ts";

interface Deps {
  db: Kysely<Database>;
  clock: Clock;
  texts: PageTexts;
  publicUrl: string;
  /** Where the team at the door checks a ticket in; undefined as long as there is no messenger for it. */
  doorLink(code: string, locale: Locale): string | undefined;
}

/**
 * `/t/CODE`: what every QR code holds. The event with calendar and map for anyone who has the code;
 * never whose ticket it is: who may know that follows the small link below it.
 */
export function ticketRoutes(deps: Deps): Hono {
  const routes = new Hono();
  const find = async (c: Context): Promise<Ticket | undefined> => {
    const code = parseTicketCode(c.req.param("code") ?? "");
    return code ? findTicket(deps.db, code) : undefined;
  };

  routes.get("/:code", async (c) => {
    const reader = readerOf(c, deps.texts);
    const ticket = await find(c);
    const page = { locale: reader.locale, organisation: deps.texts.organisation, other: reader.other };
    if (!ticket)
      return c.html(renderPage({ ...page, title: reader.say("page-ticket-unknown") }, unknownTicket(reader)), 404);
    const qr = drawQr(`${deps.publicUrl}/t/${ticket.code}`);
    const card = ticketCard(ticket, reader, qr);
    const door = deps.doorLink(ticket.code, reader.locale);
    return c.html(renderPage({ ...page, title: ticket.event.title }, door ? withDoor(card, door, reader) : card));
  });

  routes.get("/:code/event.ics", async (c) => {
    const ticket = await find(c);
    if (!ticket) return c.notFound();
    const url = `${deps.publicUrl}/t/${ticket.code}`;
    const file = drawCalendar(ticket.event, { url, revision: ticket.revision, valid: ticket.state === "valid" });
    return c.body(file, 200, {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": `attachment; filename="${ticket.event.slug}.ics"`,
    });
  });

  routes.get("/:code/map", async (c) => {
    const ticket = await find(c);
    return ticket ? c.redirect(mapUrl(ticket.event), 302) : c.notFound();
  });
  return routes;
}

function mapUrl({ location, locationUrl }: EventFacts): string {
  return locationUrl ?? `https://www.openstreetmap.org/search?query=${encodeURIComponent(location)}`;
}

function ticketCard({ event, code, state }: Ticket, { say }: Reader, qr: Buffer) {
  const facts = html`<h1>${event.title}</h1>
<p>${say("page-when", { event: { type: "event", event } })}<br>${event.location}</p>`;
  if (state !== "valid")
    return html`<article class="card">${facts}<p class="warn" role="status">${say(`page-ticket-${state}`)}</p></article>`;
  return html`<article class="card">${facts}
<img class="qr" width="256" height="256" alt="${say("page-ticket-qr")}" src="data:image/png;base64,${qr.toString("base64")}">
<p class="soft">${say("page-ticket-code")}</p>
<p class="code">${formatTicketCode(code)}</p>
<p class="soft">${say("page-ticket-door")}</p>
<nav class="actions">
<a class="button" href="${code}/event.ics">${say("page-calendar")}</a>
<a class="button second" href="${code}/map">${say("page-map")}</a>
</nav></article>`;
}

function unknownTicket({ say }: Reader) {
  return html`<article class="card"><h1>${say("page-ticket-unknown")}</h1><p>${say("page-ticket-unknown-hint")}</p></article>`;
}

function withDoor(card: ReturnType<typeof ticketCard>, link: string, { say }: Reader) {
  return html`${card}<p class="aside soft"><a href="${link}" rel="nofollow">${say("page-ticket-team")}</a></p>`;
}
