import { type DeskPress, toDeskData } from "../src/desk-presses.ts";
import { type EventId, newId, type UserId } from "../src/ids.ts";

/** Every button of the desk, as somebody could forge it who has none. */
export function everyDeskPress({ event, member }: { event: EventId; member?: UserId }): string[] {
  const presses: Record<DeskPress["act"], DeskPress> = {
    menu: { act: "menu" },
    club: { act: "club" },
    "new-event": { act: "new-event" },
    "go-on": { act: "go-on" },
    "drop-plan": { act: "drop-plan" },
    "other-zone": { act: "other-zone" },
    "no-limit": { act: "no-limit" },
    kept: { act: "kept" },
    sure: { act: "sure" },
    team: { act: "team" },
    "invite-owner": { act: "invite-owner" },
    "invite-organiser": { act: "invite-organiser" },
    "invite-door": { act: "invite-door" },
    remove: { act: "remove", member: member ?? newId<UserId>() },
    events: { act: "events", number: 0 },
    pick: { act: "pick", number: 1 },
    page: { act: "page", event },
    publish: { act: "publish", event },
    correct: { act: "correct", event },
    "edit-title": { act: "edit-title", event },
    "edit-when": { act: "edit-when", event },
    "edit-where": { act: "edit-where", event },
    "edit-seats": { act: "edit-seats", event },
    links: { act: "links", event },
    copy: { act: "copy", event },
    "call-off": { act: "call-off", event },
  };
  return Object.values(presses).map(toDeskData);
}
