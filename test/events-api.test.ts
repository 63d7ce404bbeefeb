import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Actor } from "../src/sandbox/cast.ts";
import { signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres({ env: { API_TOKEN: "test-token, former-token" } });
});
afterAll(() => world?.stop());

const NEW = {
  title: "Spring meet-up",
  startsAt: "2099-12-12T18:00:00+03:00",
  timeZone: "Europe/Moscow",
  location: "Library hall",
};
const json = { authorization: "Bearer test-token", "content-type": "application/json" };
const post = (body: string | Uint8Array, headers: Record<string, string> = json) =>
  world.fetch("/api/v1/events", { method: "POST", headers, body: Buffer.from(body) });
const patch = (id: string, changes: object) => world.api(`/events/${id}`, changes, "PATCH");

/** How often the bot has said something like this to the person, anywhere. */
async function timesTold({ telegram, whatsapp }: Actor, words: RegExp): Promise<number> {
  await world.app.processAll();
  const said = [...telegram.messages, ...whatsapp.messages].filter(({ author }) => author === "bot");
  return said.filter(({ text }) => words.test(text)).length;
}

test("an event is made, found, listed and changed", async () => {
  const made = await world.api("/events", { ...NEW, description: "Bring\u0000 cake", maxParticipants: 30 });
  expect(made).toEqual({
    status: 201,
    body: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      slug: "spring-meet-up",
      title: "Spring meet-up",
      description: "Bring cake",
      startsAt: "2099-12-12T15:00:00.000Z",
      endsAt: null,
      timeZone: "Europe/Moscow",
      location: "Library hall",
      locationUrl: null,
      maxParticipants: 30,
      status: "draft",
      taken: 0,
      waiting: 0,
      held: 0,
      coming: 0,
      revision: 1,
      links: {
        telegram: expect.stringMatching(/t\.me\/doorlist_sandbox_bot\?start=e_spring-meet-up$/),
        whatsapp: expect.stringMatching(/^https:\/\/wa\.me\/15550100000\?text=.*spring-meet-up$/),
      },
    },
  });
  const { id } = made.body;
  const map = { locationUrl: "https://maps.example/\u0000?q=Лесная 5" };
  expect((await world.api("/events", { ...NEW, ...map })).body.locationUrl).toMatch(
    /^https:\/\/maps\.example\/%00\?q=%/,
  );
  expect((await world.api(`/events/${id}`)).body).toEqual(made.body);
  expect((await world.api("/events")).body.events).toContainEqual(made.body);

  const changed = await patch(String(id), { title: "Summer meet-up", status: "published" });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ title: "Summer meet-up", slug: "spring-meet-up", revision: 2 });
  expect((await patch(String(id), { title: "Summer meet-up" })).body).toEqual(changed.body);
});

test("a draft is seen by nobody, and a title taken twice gets another link", async () => {
  const one = (await world.api("/events", { ...NEW, title: "Hidden" })).body;
  const two = (await world.api("/events", { ...NEW, title: "Hidden" })).body;
  expect([one.slug, two.slug]).toEqual(["hidden", expect.stringMatching(/^hidden-./)]);

  const { text } = await world.sandbox.newPerson().telegram.asks("/start e_hidden");
  expect(text).toMatch(/cannot find this event/);
});

test.each([
  [{ title: undefined }, ["title"]],
  [{ title: " \u202e " }, ["title"]],
  [{ title: "x".repeat(201) }, ["title"]],
  [{ title: 5, location: [] }, ["title", "location"]],
  [{ startsAt: "2099-12-12T18:00:00" }, ["startsAt"]],
  [{ startsAt: "tomorrow" }, ["startsAt"]],
  [{ startsAt: "2099-02-31T18:00:00Z" }, ["startsAt"]],
  [{ startsAt: "9999-12-12T18:00:00Z" }, ["startsAt"]],
  [{ endsAt: "2099-12-12T17:00:00+03:00" }, ["endsAt"]],
  [{ timeZone: "Moscow" }, ["timeZone"]],
  [{ timeZone: "Europe/Moscow\u0000" }, ["timeZone"]],
  [{ locationUrl: "javascript:alert(1)" }, ["locationUrl"]],
  [{ maxParticipants: 0 }, ["maxParticipants"]],
  [{ maxParticipants: 1.5 }, ["maxParticipants"]],
  [{ maxParticipants: 1e21 }, ["maxParticipants"]],
  [{ maxParticipants: "12" }, ["maxParticipants"]],
  [{ status: "secret" }, ["status"]],
  [{ titel: "a slip" }, ["(body)"]],
])("%j is refused with the names of the fields", async (wrong, fields) => {
  const { status, body } = await world.api("/events", { ...NEW, ...wrong });

  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "about:blank", status: 400, title: "A field is wrong" });
  const errors = z.array(z.object({ field: z.string(), message: z.string().min(3) })).parse(body.errors);
  expect([...new Set(errors.map(({ field }) => field))]).toEqual(fields);
});

test("every refusal is a problem document", async () => {
  const unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
  const many = JSON.stringify({ ...NEW, description: "x".repeat(70_000) });
  const refusals: [Promise<Response>, number][] = [
    [post(JSON.stringify(NEW), { "content-type": "application/json" }), 401],
    [post(JSON.stringify(NEW), { ...json, authorization: "Bearer wrong" }), 401],
    [post(JSON.stringify(NEW), { ...json, authorization: "Basic test-token" }), 401],
    [post(JSON.stringify(NEW), { ...json, authorization: "Bearer test-token, former-token" }), 401],
    [world.fetch("/api/v1/events"), 401],
    [world.fetch(`/api/v1/events/${unknown}`, { headers: json }), 404],
    [world.fetch(`/api/v1/events/${unknown}`, { method: "PATCH", headers: json, body: '{"title":"x"}' }), 404],
    [world.fetch("/api/v1/events/not-an-id", { headers: json }), 400],
    [post(JSON.stringify(NEW), { ...json, "content-type": "text/plain" }), 415],
    [post(JSON.stringify(NEW), { authorization: json.authorization }), 415],
    [post(many), 413],
    [post("{"), 400],
    [post(""), 400],
    [post("null"), 400],
    [post("[]"), 400],
    [post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400],
    [post(`${"[".repeat(30_000)}${"]".repeat(30_000)}`), 400],
    [post('{"__proto__":{"title":"x"},"constructor":1}'), 400],
    [world.fetch("/api/v1/nothing", { headers: json }), 404],
  ];
  for (const [answering, status] of refusals) {
    const answer = await answering;
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
    expect(await answer.json()).toMatchObject({ type: "about:blank", title: expect.any(String), status });
  }
  expect((await post(JSON.stringify(NEW), { ...json, authorization: "Bearer former-token" })).status).toBe(201);
  expect((await post(JSON.stringify(NEW), { ...json, "content-type": "Application/JSON; charset=utf-8" })).status).toBe(
    201,
  );
});

test("what people were promised is not taken back", async () => {
  const event = await world.publish({ title: "Promised", maxParticipants: 2 });
  for (let n = 0; n < 2; n++) {
    await signUpInTelegram(world.sandbox.newPerson().telegram, { slug: event.slug, email: "none" });
  }
  const unchanged = (await world.api(`/events/${event.id}`)).body;

  expect(await patch(event.id, { maxParticipants: 1 })).toMatchObject({ status: 409, body: { detail: /2 seats/ } });
  expect(await patch(event.id, { status: "draft" })).toMatchObject({ status: 409 });
  expect(await patch(event.id, { endsAt: "2000-01-01T00:00:00Z" })).toMatchObject({
    status: 400,
    body: { errors: [{ field: "endsAt" }] },
  });
  expect((await patch(event.id, {})).status).toBe(400);
  expect((await world.api(`/events/${event.id}`)).body).toEqual(unchanged);

  await patch(event.id, { status: "cancelled" });
  expect(await patch(event.id, { status: "published" })).toMatchObject({ status: 409 });
});

test("another time or place is told once to everyone with a place, on their messenger, and nothing else is", async () => {
  const event = await world.publish({ title: "Moved" });
  const [anna, max] = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  await signUpInTelegram(anna.telegram, { slug: event.slug, email: "none" });
  await signUpInWhatsapp(max.whatsapp, { slug: event.slug, email: "none" });
  const changed = /time or the place has changed/;

  await patch(event.id, { title: "Moved!", description: "News", maxParticipants: 40 });
  expect([await timesTold(anna, changed), await timesTold(max, changed)]).toEqual([0, 0]);

  const move = {
    startsAt: new Date(world.clock.now().getTime() + 72 * 3_600_000).toISOString(),
    location: "The garden",
  };
  await Promise.all([patch(event.id, move), patch(event.id, move), patch(event.id, move)]);
  expect([await timesTold(anna, changed), await timesTold(max, changed)]).toEqual([1, 1]);
  expect(anna.telegram.last.text).toMatch(/Moved! is now: .*The garden.*Your ticket \w{4}-\w{4} stays valid/);

  await patch(event.id, { location: "The cellar" });
  expect([await timesTold(anna, changed), await timesTold(max, changed)]).toEqual([2, 2]);
});

test("a change made on an older version is refused, and changes nothing", async () => {
  const event = await world.publish({ title: "Seen before" });
  const { revision } = (await patch(event.id, { title: "Seen by one" })).body;

  expect(await patch(event.id, { title: "Seen by another", revision: Number(revision) - 1 })).toMatchObject({
    status: 409,
    body: { title: "Somebody else changed it meanwhile" },
  });
  expect((await patch(event.id, { title: "Seen by both", revision })).body).toMatchObject({ title: "Seen by both" });
  expect((await patch(event.id, { revision })).status).toBe(400);
});

test("a cancellation is told once, and its card says so", async () => {
  const event = await world.publish({ title: "Called off" });
  const anna = world.sandbox.newPerson();
  await signUpInTelegram(anna.telegram, { slug: event.slug, email: "none" });

  for (let n = 0; n < 3; n++) await patch(event.id, { status: "cancelled" });

  expect(await timesTold(anna, /Called off .* is cancelled/)).toBe(1);
  expect((await anna.telegram.asks(`/start e_${event.slug}`)).text).toMatch(/has been cancelled/);
});

test("more seats go to those who wait, in their order", async () => {
  const event = await world.publish({ title: "Grows", maxParticipants: 1 });
  await signUpInTelegram(world.sandbox.newPerson().telegram, { slug: event.slug, email: "none" });
  const waiting = [world.sandbox.newPerson(), world.sandbox.newPerson(), world.sandbox.newPerson()];
  for (const { telegram } of waiting) {
    await telegram.asks(`/start e_${event.slug}`, /Full/);
    await telegram.taps("Take it for me");
    await telegram.hears(/e-mail/);
    await telegram.taps("No e-mail");
    await telegram.hears(/Waiting list/);
    await telegram.taps("Confirm");
    await telegram.hears(/on the waiting list/);
  }

  expect((await patch(event.id, { maxParticipants: 3 })).body).toMatchObject({ taken: 3, waiting: 1 });

  const told = await Promise.all(waiting.map((person) => timesTold(person, /A seat came free/)));
  expect(told).toEqual([1, 1, 0]);
  expect((await patch(event.id, { maxParticipants: null })).body).toMatchObject({ taken: 4, waiting: 0 });
});

test("the description of the API is an OpenAPI 3.1 document, open to all, and names every path", async () => {
  const answer = await world.fetch("/api/v1/openapi.json");
  const document = await answer.json();

  expect(answer.status).toBe(200);
  expect(document).toMatchObject({
    openapi: "3.1.0",
    info: { title: "Doorlist", version: expect.any(String) },
    servers: [{ url: "/api/v1" }],
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });
  expect(Object.entries(document.paths).map(([path, methods]) => [path, Object.keys(methods as object)])).toEqual([
    ["/events", ["get", "post"]],
    ["/events/{id}", ["get", "patch"]],
  ]);
  const references = JSON.stringify(document).match(/"#\/components\/schemas\/(\w+)"/g) ?? [];
  for (const reference of references) {
    expect(document.components.schemas).toHaveProperty(reference.slice('"#/components/schemas/'.length, -1));
  }
  for (const methods of Object.values<Record<string, { responses: object; security: object }>>(document.paths)) {
    for (const { responses, security } of Object.values(methods)) {
      expect(security).toEqual([{ bearer: [] }]);
      expect(Object.keys(responses)).toContain("401");
    }
  }
});
