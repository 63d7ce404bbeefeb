import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act } from "../../test/linking.ts";
import { NOW, newActor, newEvent } from "../../test/people.ts";
import { inTransaction } from "../database/faults.ts";
import type { DeskRequest } from "../dialogue/staff/request.ts";
import type { BroadcastId, EventId, RegistrationId, UserId } from "../ids.ts";
import { newId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import type { Role } from "../roles.ts";
import { giveRole } from "../services/staff.ts";
import { writeAtDesk } from "./desk-requests.ts";

const WHO: Record<DeskRequest["type"], (Role | "anyone")[]> = {
  "open-desk": ["owner", "organiser", "door"],
  "look-at-door": ["owner", "organiser", "door"],
  "check-in": ["owner", "organiser", "door"],
  "search-at-door": ["owner", "organiser", "door"],
  "let-in": ["owner", "organiser", "door"],
  "undo-check-in": ["owner", "organiser", "door"],
  "redeem-staff-link": ["anyone", "owner", "organiser", "door"],
  "name-club": ["owner"],
  "list-team": ["owner"],
  invite: ["owner"],
  "remove-member": ["owner"],
  "list-desk-events": ["owner", "organiser"],
  "count-people": ["owner", "organiser"],
  "list-people-events": ["owner", "organiser"],
  "list-people": ["owner", "organiser"],
  "find-people": ["owner", "organiser"],
  "show-person": ["owner", "organiser"],
  "cancel-place": ["owner", "organiser"],
  "move-up": ["owner", "organiser"],
  "add-person": ["owner", "organiser"],
  "export-people": ["owner", "organiser"],
  "show-desk-event": ["owner", "organiser"],
  "create-event": ["owner", "organiser"],
  "change-event": ["owner", "organiser"],
  examine: ["owner", "organiser"],
  "read-examination": ["owner", "organiser"],
  "count-audiences": ["owner", "organiser"],
  "preview-words": ["owner", "organiser"],
  "send-words": ["owner", "organiser"],
  "show-broadcast": ["owner", "organiser"],
  "stop-broadcast": ["owner", "organiser"],
};

function everyRequest(event: EventId): DeskRequest[] {
  const plan = {
    title: "Choir",
    zone: "Europe/Moscow",
    startsAt: "2026-12-20T15:00:00.000Z",
    location: "Hall",
    locationUrl: null,
    seats: null,
    description: null,
  };
  const registration = newId<RegistrationId>();
  const all: Record<DeskRequest["type"], DeskRequest> = {
    "open-desk": { type: "open-desk" },
    "look-at-door": { type: "look-at-door", how: "again" },
    "check-in": { type: "check-in", code: "K7QM3FPA" },
    "search-at-door": { type: "search-at-door", words: "anna" },
    "let-in": { type: "let-in", registration: newId<RegistrationId>() },
    "undo-check-in": { type: "undo-check-in", registration: newId<RegistrationId>(), moment: NOW.toISOString() },
    "redeem-staff-link": { type: "redeem-staff-link", token: "x".repeat(43) },
    "name-club": { type: "name-club", name: "Green Club", contact: "" },
    "list-team": { type: "list-team" },
    invite: { type: "invite", role: "owner" },
    "remove-member": { type: "remove-member", member: newId<UserId>() },
    "list-desk-events": { type: "list-desk-events", page: 0 },
    "count-people": { type: "count-people", event },
    "list-people-events": { type: "list-people-events", page: 0 },
    "list-people": { type: "list-people", event, list: "comers", page: 0 },
    "find-people": { type: "find-people", event, words: "Ada" },
    "show-person": { type: "show-person", registration, as: "page" },
    "cancel-place": { type: "cancel-place", registration },
    "move-up": { type: "move-up", registration },
    "add-person": { type: "add-person", event, name: "Ada", queue: true },
    "export-people": { type: "export-people", event },
    "show-desk-event": { type: "show-desk-event", event, as: "page" },
    "create-event": { type: "create-event", plan },
    examine: { type: "examine" },
    "read-examination": { type: "read-examination", page: 0 },
    "change-event": {
      type: "change-event",
      of: { id: event, revision: 1, zone: "Europe/Moscow" },
      changes: { title: "Choir" },
      times: 0,
    },
    "count-audiences": { type: "count-audiences", event },
    "preview-words": { type: "preview-words", event, audience: "all", text: "News" },
    "send-words": {
      type: "send-words",
      words: { id: newId<BroadcastId>(), event, revision: 1, audience: "all", text: "News" },
      atOnce: false,
    },
    "show-broadcast": { type: "show-broadcast", broadcast: newId<BroadcastId>() },
    "stop-broadcast": { type: "stop-broadcast", broadcast: newId<BroadcastId>() },
  };
  return Object.values(all);
}

describeBoth("what the desk is asked to do", (open) => {
  beforeEach(async () => {
    await open().db.deleteFrom("staff").execute();
  });

  async function newMember(role: Role | "anyone"): Promise<Actor> {
    const actor = await newActor(open().db);
    if (role !== "anyone") {
      await inTransaction(open().db, (trx) => giveRole(trx, { actor, role, invitedBy: undefined, now: NOW }));
    }
    return actor;
  }
  const ask = (actor: Actor, request: DeskRequest) =>
    act(open().db, actor, (trx, acting) =>
      writeAtDesk(trx, request, {
        actor: acting,
        now: NOW,
        platforms: ["telegram", "whatsapp"],
        mail: false,
        desk: { timeZone: "UTC", isNamed: false, dailyLimit: () => undefined },
      }),
    );

  test.each(["anyone", "door", "organiser", "owner"] as const)(
    "is done for %s as far as they may, whatever the dialogue thinks of them",
    async (role) => {
      const { id } = await newEvent(open().db);
      const actor = await newMember(role);
      for (const request of everyRequest(id)) {
        const outcome = await ask(actor, request);
        expect([request.type, outcome.type !== "not-staff"]).toEqual([request.type, WHO[request.type].includes(role)]);
      }
    },
  );

  test("counts in the zone of the newest event, else in the person's own, else in the house's", async () => {
    const owner = await newMember("owner");
    for (const table of ["registrationChanges", "eventRegistrations", "events"] as const) {
      await open().db.deleteFrom(table).execute();
    }
    const zoneFor = async (actor: Actor) => {
      const outcome = await ask(actor, { type: "open-desk" });
      return outcome.type === "desk-opened" ? outcome.desk.zone : outcome.type;
    };
    expect(await zoneFor(owner)).toBe("UTC");
    expect(await zoneFor({ ...owner, zone: "Asia/Tbilisi" })).toBe("Asia/Tbilisi");
    await newEvent(open().db, { timeZone: "Europe/Berlin" });
    expect(await zoneFor({ ...owner, zone: "Asia/Tbilisi" })).toBe("Europe/Berlin");
  });

  test("publishes no event whose start is over", async () => {
    const owner = await newMember("owner");
    const { id } = await newEvent(open().db, { status: "draft", startsAt: new Date(NOW.getTime() - 1) });
    const of = { id, revision: 1, zone: "UTC" };
    expect(await ask(owner, { type: "change-event", of, changes: { status: "published" }, times: 0 })).toMatchObject({
      type: "change-refused",
      why: { type: "over" },
    });
  });
});
