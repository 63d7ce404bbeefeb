import type { LinkCodeId, MergeId } from "../ids.ts";
import type { Address, Card, EventFacts, Held, Listed, Platform } from "../messages.ts";
import type { Draft } from "./draft.ts";
import type { DeskOutcome } from "./staff/outcome.ts";

/** `silenced`: the person said stop, so none come whatever was chosen. */
export type Reminding = "on" | "off" | "silenced";

export type Outcome =
  | DeskOutcome
  /** `page` counts from 0; `before` events stand on earlier pages. */
  | { type: "events-listed"; page: number; before: number; total: number; events: Listed[] }
  | { type: "event-found"; card: Card }
  | { type: "event-missing" }
  | { type: "registrations-listed"; past: boolean; held: Held[]; pastCount: number }
  | { type: "draft-checked"; draft: Draft; card: Card; email: "fine" | "known" }
  /** `startsSoon`: each reminder's moment has passed already. */
  | { type: "confirmed"; card: Card; ticketCode: string; startsSoon: boolean }
  | { type: "waitlisted"; card: Card; position: number }
  /** Had a place before this request. */
  | { type: "already"; card: Card }
  /** Too late for an offer. `ranOut`: when; undefined if it was taken back, or that is long ago. */
  | { type: "offer-over"; event: EventFacts; ranOut: { at: string; today: boolean } | undefined; position: number }
  /** Typed, and there is none. */
  | { type: "offer-missing" }
  /** No seat, and the person did not ask for the queue. */
  | { type: "full"; card: Card }
  | { type: "closed"; card: Card }
  /** "register-known" from someone we do not know (any more). */
  | { type: "unknown-person"; card: Card }
  /** `wasWaiting`: it was a place in the queue. `servedNext`: the seat went on at once. */
  | { type: "given-up"; event: EventFacts; ticketCode: string | undefined; wasWaiting: boolean; servedNext: boolean }
  | { type: "giving-up-asked"; event: EventFacts; waiting: number }
  | { type: "nothing-to-give-up"; card: Card }
  /** They were let in at the door already. */
  | { type: "seat-in-use"; card: Card }
  | { type: "coming-noted"; event: EventFacts }
  /** Typed, and no reminder asks about it. */
  | { type: "reminder-missing" }
  /** `to`: the kinds of place a code was sent to; the same words whoever the address belongs to. */
  | { type: "code-sent"; to: ("telegram" | "whatsapp" | "mail")[] }
  | { type: "too-many-addresses" }
  /** One person now. `card`: of the event the person was signing up for. `held`: their coming events. */
  | { type: "linked"; mergeId: MergeId; other: Platform; card: Card | undefined; held: Held[] }
  /** The mailbox is theirs; nobody to merge with. */
  | { type: "email-proved"; card: Card | undefined }
  | { type: "wrong-code"; triesLeft: number }
  | { type: "code-expired" }
  /** `other`: the messengers it can be written from. */
  | { type: "link-code-made"; code: string; other: Platform[] }
  /** `name` is masked: "M•• W••". */
  | { type: "link-asked"; linkCodeId: LinkCodeId; platform: Platform; name: string }
  | { type: "link-unknown" }
  | { type: "link-limited" }
  | { type: "link-refused" }
  | { type: "merge-undone" }
  | { type: "merge-kept" }
  /** `held`: the coming seats, which stay. */
  | { type: "silenced"; held: Held[] }
  /** `wasSilenced` false: there was nothing to undo. */
  | { type: "unsilenced"; wasSilenced?: boolean }
  | { type: "preferences-saved" }
  | { type: "reminders-found"; reminders: Reminding }
  | { type: "my-data"; name: string | null; email: string | null; held: Held[]; past: number; token: string }
  /** `held`: the seats that would go to the next. `lastOwner`: nobody else could invite anyone. */
  | { type: "forget-asked"; held: Held[]; lastOwner?: true }
  /** `addresses`: of all the person's chats, for the shell, which keeps copies of them. */
  | { type: "forgotten"; addresses?: Address[] };
