import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Kysely } from "kysely";
import type { Clock } from "../../clock.ts";
import { inTransaction } from "../../database/faults.ts";
import { countOffered } from "../../database/offers.ts";
import { countComing } from "../../database/registrations.ts";
import type { Database } from "../../database/schema.ts";
import type { EventId } from "../../ids.ts";
import { type UpdateOutcome, updateEvent } from "../../services/event-changes.ts";
import { createEvent, type EventRecord, findEvent, listAll } from "../../services/events.ts";
import { requireBearer } from "./bearer.ts";
import { change, create, find, list } from "./event-descriptions.ts";
import { problem, toFieldErrors } from "./problem.ts";

interface Deps {
  db: Kysely<Database>;
  clock: Clock;
  apiTokens: readonly string[];
  shareLinks(slug: string): { telegram: string | null; whatsapp: string | null };
  wakeDispatcher(): void;
}

const MAX_BYTES = 64 * 1024;

/** `/api/v1/events`, with its description at `/api/v1/openapi.json`. Errors are problem details. */
export function eventRoutes({ db, clock, apiTokens, shareLinks, wakeDispatcher }: Deps): OpenAPIHono {
  const routes = new OpenAPIHono({
    defaultHook: (result, c) =>
      result.success
        ? undefined
        : problem(c, { status: 400, title: "A field is wrong", errors: toFieldErrors(result.error) }),
  });
  const show = async (event: EventRecord) => {
    const [coming, held] = await Promise.all([countComing(db, event.id), countOffered(db, event.id)]);
    return toBody(event, { links: shareLinks(event.slug), coming, held });
  };

  describe(routes);
  routes.use("/events/*", requireBearer(apiTokens), bodyLimit({ maxSize: MAX_BYTES, onError: tooLarge }), requireJson);
  routes.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 400)
      return problem(c, { status: 400, title: "The body is no JSON" });
    throw error;
  });
  routes.openapi(list, async (c) => {
    const [events, coming, held] = await Promise.all([listAll(db), countComing(db), countOffered(db)]);
    const bodies = events.map((event) => toBody(event, { links: shareLinks(event.slug), coming, held }));
    return c.json({ events: bodies }, 200);
  });
  routes.openapi(find, async (c) => {
    const event = await findEvent(db, c.req.valid("param").id);
    return event ? c.json(await show(event), 200) : noSuchEvent(c);
  });
  routes.openapi(create, async (c) => {
    const event = await inTransaction(db, (trx) => createEvent(trx, c.req.valid("json"), clock.now()));
    return c.json(await show(event), 201);
  });
  routes.openapi(change, async (c) => {
    const eventId = c.req.valid("param").id;
    const { revision, message: word, ...changes } = c.req.valid("json");
    const change = { eventId, changes, word, now: clock.now(), ...(revision !== undefined && { revision }) };
    const outcome = await inTransaction(db, (trx) => updateEvent(trx, change));
    if (outcome.type !== "changed") return refuse(c, outcome);
    if (outcome.told || outcome.promoted || outcome.offered) wakeDispatcher();
    return c.json(await show(outcome.event), 200);
  });
  return routes;
}

/** The document itself is open: it tells nothing about anyone. */
function describe(routes: OpenAPIHono): void {
  routes.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  routes.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Doorlist",
      version: "1",
      description: "Events come in here; people register in Telegram and WhatsApp.",
    },
    servers: [{ url: "/api/v1" }],
  });
}

const requireJson: MiddlewareHandler = async (c, next) => {
  const hasBody = c.req.method === "POST" || c.req.method === "PATCH";
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (hasBody && type !== "application/json") return problem(c, { status: 415, title: "Send application/json" });
  return next();
};

function tooLarge(c: Context) {
  return problem(c, { status: 413, title: "More than 64 KiB" });
}

function noSuchEvent(c: Context) {
  return problem(c, { status: 404, title: "No such event" });
}

function refuse(c: Context, outcome: Exclude<UpdateOutcome, { type: "changed" }>) {
  switch (outcome.type) {
    case "not-found":
      return noSuchEvent(c);
    case "below-taken":
      return problem(c, {
        status: 409,
        title: "More seats are taken than there would be",
        detail: `${outcome.taken} people have a seat; maxParticipants cannot be less.`,
      });
    case "changed-meanwhile":
      return problem(c, {
        status: 409,
        title: "Somebody else changed it meanwhile",
        detail: `It is at revision ${outcome.event.revision}. Read it again.`,
      });
    case "ends-before-start":
      return problem(c, {
        status: 400,
        title: "A field is wrong",
        errors: [{ field: "endsAt", message: "must be after startsAt" }],
      });
    case "cancelled-for-good":
      return problem(c, {
        status: 409,
        title: "A cancelled event stays cancelled",
        detail: "People were told. Make a new event.",
      });
    case "has-registrations":
      return problem(c, {
        status: 409,
        title: "A draft is invisible, and people have a place here",
        detail: `${outcome.taken} have a seat, ${outcome.waiting} wait. Cancel the event instead.`,
      });
  }
}

interface Beside {
  links: { telegram: string | null; whatsapp: string | null };
  coming: Map<EventId, number>;
  held: Map<EventId, number>;
}

/** Without the picture, which only Telegram's own reference stands for. */
function toBody(event: EventRecord, { links, coming, held }: Beside) {
  const { id, startsAt, endsAt, picture: _, ...rest } = event;
  const counts = { held: held.get(id) ?? 0, coming: coming.get(id) ?? 0 };
  return { id, ...rest, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null, ...counts, links };
}
