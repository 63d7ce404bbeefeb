import { createRoute, z } from "@hono/zod-openapi";
import type { EventId } from "../../ids.ts";
import { toId } from "../../ids.ts";
import { eventChangesSchema, eventSchema, newEventSchema } from "./event-schema.ts";
import { problemSchema } from "./problem.ts";

/** What the API can do with events, as OpenAPI and as checks of what comes in. */

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
const problems = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});
const common = { security: [{ bearer: [] }], tags: ["events"] };
const params = z.object({ id: z.uuid("an event's id").transform((id) => toId<EventId>(id)) });
const refusals = { 400: problems("A field is wrong"), 401: problems("No or wrong token") };

export const list = createRoute({
  ...common,
  method: "get",
  path: "/events",
  summary: "All events, drafts and past ones too, the latest start first",
  responses: { 200: json(z.object({ events: z.array(eventSchema) }), "The events"), 401: refusals[401] },
});
export const find = createRoute({
  ...common,
  method: "get",
  path: "/events/{id}",
  summary: "One event",
  request: { params },
  responses: { 200: json(eventSchema, "The event"), ...refusals, 404: problems("No such event") },
});
export const create = createRoute({
  ...common,
  method: "post",
  path: "/events",
  summary: "A new event; a draft unless it says published",
  request: { body: { ...json(newEventSchema, "The event"), required: true } },
  responses: {
    201: json(eventSchema, "The event as made"),
    ...refusals,
    415: problems("Not JSON by its content type"),
  },
});
export const change = createRoute({
  ...common,
  method: "patch",
  path: "/events/{id}",
  summary: "Changes fields; another time or place, or cancelling, tells everyone who has a place",
  request: { params, body: { ...json(eventChangesSchema, "The fields to change"), required: true } },
  responses: {
    200: json(eventSchema, "The event as it is now"),
    ...refusals,
    404: problems("No such event"),
    409: problems("Against what people were promised"),
    415: problems("Not JSON by its content type"),
  },
});
