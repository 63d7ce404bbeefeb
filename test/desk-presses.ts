import type { DeskPress } from "../src/desk-presses.ts";
import { type BroadcastId, type EventId, newId, type RegistrationId, type UserId } from "../src/ids.ts";

interface Facts {
  event: EventId;
  member?: UserId;
  /** Of somebody who was let in at that moment. */
  registration?: RegistrationId;
  at?: Date;
  broadcast?: BroadcastId;
}

/** Every button of the desk, as somebody could forge it who has none. */
export function everyDeskPress(facts: Facts): DeskPress[] {
  const { event, member, registration, at = new Date(), broadcast = newId<BroadcastId>() } = facts;
  const presses: Record<DeskPress["act"], DeskPress> = {
    menu: { act: "menu" },
    door: { act: "door" },
    refresh: { act: "refresh" },
    doors: { act: "doors" },
    "door-at": { act: "door-at", door: event },
    "let-in": { act: "let-in", registration: registration ?? newId<RegistrationId>() },
    "undo-in": { act: "undo-in", registration: registration ?? newId<RegistrationId>(), at: at.getTime() },
    club: { act: "club" },
    "new-event": { act: "new-event" },
    "go-on": { act: "go-on" },
    "drop-plan": { act: "drop-plan" },
    "other-zone": { act: "other-zone" },
    "no-limit": { act: "no-limit" },
    "no-description": { act: "no-description" },
    "no-picture": { act: "no-picture" },
    kept: { act: "kept" },
    sure: { act: "sure" },
    "without-word": { act: "without-word" },
    team: { act: "team" },
    "invite-owner": { act: "invite-owner" },
    "invite-organiser": { act: "invite-organiser" },
    "invite-door": { act: "invite-door" },
    remove: { act: "remove", member: member ?? newId<UserId>() },
    events: { act: "events", number: 0 },
    people: { act: "people" },
    "people-which": { act: "people-which", page: 0 },
    "people-of": { act: "people-of", of: event },
    "find-person": { act: "find-person", of: event },
    "add-person": { act: "add-person", of: event },
    "people-file": { act: "people-file", of: event },
    comers: { act: "comers", of: event, page: 0 },
    waiters: { act: "waiters", of: event, page: 0 },
    unreached: { act: "unreached", of: event, page: 0 },
    person: { act: "person", registration: registration ?? newId<RegistrationId>() },
    "cancel-place": { act: "cancel-place", registration: registration ?? newId<RegistrationId>() },
    "move-up": { act: "move-up", registration: registration ?? newId<RegistrationId>() },
    pick: { act: "pick", number: 1 },
    page: { act: "page", event },
    publish: { act: "publish", event },
    correct: { act: "correct", event },
    "edit-title": { act: "edit-title", event },
    "edit-when": { act: "edit-when", event },
    "edit-where": { act: "edit-where", event },
    "edit-seats": { act: "edit-seats", event },
    "edit-description": { act: "edit-description", event },
    "edit-picture": { act: "edit-picture", event },
    links: { act: "links", event },
    poster: { act: "poster", event },
    "poster-picture": { act: "poster-picture", event },
    copy: { act: "copy", event },
    "call-off": { act: "call-off", event },
    help: { act: "help" },
    health: { act: "health" },
    mend: { act: "mend", number: 0 },
    write: { act: "write", event },
    "write-all": { act: "write-all", event },
    "write-coming": { act: "write-coming", event },
    "write-waiting": { act: "write-waiting", event },
    reword: { act: "reword", event },
    "drop-words": { act: "drop-words", event },
    send: { act: "send", broadcast },
    "send-now": { act: "send-now", broadcast },
    "stop-sending": { act: "stop-sending", broadcast },
    broadcast: { act: "broadcast", broadcast },
  };
  return Object.values(presses);
}
