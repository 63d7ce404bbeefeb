import type { Words } from "../broadcasts.ts";
import type { EventId, LinkCodeId, MergeId } from "../ids.ts";
import type { Intent, Label } from "../intents.ts";
import type {
  Address,
  Card,
  EventFacts,
  EventRef,
  Held,
  Listed,
  Locale,
  Picture,
  Platform,
  Point,
} from "../messages.ts";
import type { DeskOutcome, DeskRequest, Organising, Plan } from "./staff/state.ts";

/** Raised with any change of the shapes below that older code could not read. */
export const STATE_SCHEMA = 1;

/** What is kept of a conversation between two messages: one per chat. */
export interface Snapshot {
  state: DialogueState;
  /** undefined until the first words tell. */
  locale: Locale | undefined;
  /** The person's IANA zone, once they told it. */
  zone: string | undefined;
  /** The buttons under our last message, so that they can be typed too. */
  offered: Offered[];
  /** What an organiser has told of a new event, until it is kept. */
  plan?: Plan;
  /** Had a role when they were last at the desk: it gives no right, only a longer help. */
  ofTeam?: true;
  /** What an organiser has written to people, until it is sent. */
  words?: Words[];
  /** Pictures that were sent together are answered once: those of this album have been. */
  album?: string;
}

export interface Offered {
  data: string;
  /** Left out where it tells facts of an event: those are answered by their number. */
  label?: Label;
  number?: number;
  says?: "yes" | "no";
}

/** Where a conversation stands. `back` is where a side question returns to; it is never a side question itself. */
export type DialogueState = Ground | SideQuestion | Waiting | { type: "GROUP" };

export type Ground =
  | { type: "START" }
  /**
   * A list was shown, or the card of one event. `kept`: what was told for another event, so that it need not be told again.
   * `first`: with the greeting in it, to be greeted once more when the language is switched.
   * `stranger`: that card was shown to somebody we do not know, whose press of its button changes nothing yet.
   */
  | { type: "CHOOSING_EVENT"; eventId?: EventId; kept?: Kept; first?: true; stranger?: true }
  | SigningUp
  | Organising
  | { type: "REGISTERED"; eventId: EventId };

export type SigningUp =
  | { type: "ENTERING_NAME"; draft: Draft }
  /** `slip`: the address that was typed, and the one we asked about after a typing slip. */
  | { type: "ENTERING_EMAIL"; draft: Draft; slip?: { typed: string; suggestion: string } }
  | { type: "CONFIRMING"; draft: Draft }
  /** A code was sent to where this address is known. */
  | { type: "PROVING_EMAIL"; draft: Draft; email: string };

export type SideQuestion =
  /** Asked once whether the seat is really to go to the next. */
  | { type: "GIVING_UP"; event: EventFacts; waiting: number; back: Ground }
  /** A second link (or, without `other`, "start") came in mid-dialogue: go on, or leave for it. */
  | { type: "LEAVING"; back: SigningUp; other?: { eventId: EventId; title: string } }
  /** LINK 482915 was written here; asked once whether to connect. */
  | { type: "CONFIRMING_LINK"; linkCodeId: LinkCodeId; platform: Platform; name: string; back: Ground }
  | { type: "ENTERING_TIME_ZONE"; back: Ground }
  | { type: "CONFIRMING_FORGET"; back: Ground };

/** Never saved: holds what was said, and where, until the outcome of `request` is known. */
export interface Waiting {
  type: "WAITING";
  from: Ground | SideQuestion;
  said: Said;
  request: Request;
  aim: Aim;
  /** To be said before the answer. */
  lead?: Label;
}

/** What an event or a list is asked for, where the request itself does not tell. */
export type Aim =
  | "answer"
  /** Words that may be an event's slug; if they are none, they mean what they meant without it. */
  | "guess"
  /** A sign-up with another name than the one we know. */
  | "other-name"
  /** The question of this very state, once more. */
  | "repeat";

export type Said = Exclude<Input, { type: "outcome" }>;

/** What the person has told us for one event so far. */
export interface Draft {
  eventId: EventId;
  /** For messages that need no facts, such as "you were signing up for ...". */
  title: string;
  name?: string;
  /** null: told us they have none, or go on without it. */
  email?: string | null;
  /** The address is known with us, and a code showed that it is theirs. */
  proved?: true;
  /** Full, and the person wants the next free seat, */
  queue: boolean;
  /** but not taken for them at once: they are asked first. */
  askFirst?: true;
}

export type Kept = Pick<Draft, "name" | "email" | "proved">;

/** With no seat free, wait for one; `askFirst`: and do not take it without a word from me. */
export interface Queueing {
  queue: boolean;
  askFirst?: boolean;
}

/** Who speaks, and where: given with every input, kept nowhere. */
export interface Speaker {
  platform: Platform;
  profileName: string | undefined;
  languageCode: string | undefined;
  defaultLocale: Locale;
}

export type Input =
  | { type: "text"; text: string }
  | { type: "press"; data: string; messageId: string | undefined }
  | { type: "edited" }
  | { type: "unsupported"; kind: string }
  | ({ type: "place" } & Point)
  | Picture
  | { type: "group" }
  | { type: "outcome"; outcome: Outcome };

export interface Step {
  snapshot: Snapshot;
  /** At most one; none for a reaction, in a group that knows us already, or while `request` is under way. */
  reply?: Intent;
  /** What the dialogue must know or have done before it can answer. Its outcome is the next input. */
  request?: Request;
}

/** `silenced`: the person said stop, so none come whatever was chosen. */
export type Reminding = "on" | "off" | "silenced";

/** Asked of the services. The first five only read; the others run in the transaction of this update. */
export type Request =
  | DeskRequest
  | { type: "list-events"; page: number }
  /** `about`: that page of its whole description. `joining`: for somebody who wants a place, and whom we did not know. */
  | { type: "show-event"; event: EventRef; about?: number; joining?: Queueing }
  /** All of them; `page` is for the dialogue, which shows some at a time. */
  | { type: "list-registrations"; past: boolean; page?: number }
  | { type: "show-reminders" }
  /** Before CONFIRMING: the event as it is now, and whether the address is known with us. */
  | { type: "check-draft"; draft: Draft }
  /** `reminders` false: without the 24h and 1h ones. */
  | { type: "register"; draft: Draft; reminders: boolean }
  /** A known person: with the name, e-mail and reminders of last time. */
  | ({ type: "register-known"; eventId: EventId } & Queueing)
  /** `sure` false: only if nobody waits, else it is asked about first. Leaves the queue, too, and declines an offer. */
  | { type: "give-up"; eventId: EventId; sure: boolean }
  /** The answers to an offer; without `eventId` to the one there is. */
  | { type: "take-seat"; eventId: EventId | undefined }
  | { type: "decline-seat" }
  /** Keeps the place in the queue after an offer ran out. */
  | { type: "stay"; eventId: EventId }
  | { type: "say-coming"; eventId: EventId }
  | { type: "prove-email"; email: string }
  | { type: "enter-code"; email: string; code: string; eventId: EventId | undefined }
  /** A code to be written from the other messenger: LINK 482915. */
  | { type: "make-link-code" }
  | { type: "redeem-link-code"; code: string }
  | { type: "accept-link"; linkCodeId: LinkCodeId }
  | { type: "refuse-link"; linkCodeId: LinkCodeId }
  /** From a chat that a code was sent to. */
  | { type: "not-me"; linkCodeId: LinkCodeId }
  | { type: "undo-merge"; mergeId: MergeId }
  | { type: "silence" }
  | { type: "unsilence" }
  | { type: "save-preferences"; locale?: Locale; zone?: string; platform?: Platform; reminders?: boolean }
  | { type: "export-my-data" }
  | { type: "ask-to-forget" }
  | { type: "forget" };

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
