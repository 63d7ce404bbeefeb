import type { Generated } from "kysely";
import type { ChatId, LinkCodeId, MergeId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { Json, Maybe, MaybeMoment, Moment } from "./columns.ts";

/** Why a request takes no more codes. */
export type Ending = "used" | "not-me" | "refused" | "out-of-tries" | "replaced";

/** `chat`, `mailbox`: the code was sent there. `reverse`: it is to be written from the chat that is known. */
export type CodeWay = "chat" | "mailbox" | "reverse";

export interface LinkRequestsTable {
  id: string;
  /** The chat that asks: codes count from there alone. */
  chatId: ChatId;
  /** null: asked for by `/link`, about no address. */
  email: Maybe<string>;
  tries: Generated<number>;
  createdAt: Moment;
  expiresAt: Moment;
  closedAt: MaybeMoment;
  ending: Maybe<Ending>;
  mergeId: Maybe<MergeId>;
  /** The mailbox's own code was typed. */
  provedAt: MaybeMoment;
}

export interface LinkCodesTable {
  id: LinkCodeId;
  requestId: string;
  code: string;
  way: CodeWay;
  chatId: Maybe<ChatId>;
  redeemedBy: Maybe<ChatId>;
  open: Generated<boolean>;
}

export interface LinkMissesTable {
  chatId: ChatId;
  missedAt: Moment;
}

/** What the kept row took over from the other, where it had nothing itself. */
export type FilledField = "name" | "email" | "locale" | "timeZone" | "preferredPlatform" | "silencedAt" | "consent";

export interface UserMergesTable {
  id: MergeId;
  seq: Generated<number>;
  keptUserId: UserId;
  /** null: a chat that was nobody's yet came to a person. */
  mergedUserId: Maybe<UserId>;
  filled: Json<FilledField[]>;
  messages: Json<OutboxId[]>;
  audits: Json<number[]>;
  mergedAt: Moment;
  undoneAt: MaybeMoment;
}

export interface UserMergeChatsTable {
  mergeId: MergeId;
  chatId: ChatId;
  formerUserId: Maybe<UserId>;
}

export interface UserMergeRegistrationsTable {
  mergeId: MergeId;
  registrationId: RegistrationId;
  formerUserId: UserId;
  formerStatus: "confirmed" | "waitlisted" | "offered" | "cancelled";
  formerQueueNo: Maybe<number>;
  /** It lost its place to a better one of the same event. */
  gaveUp: boolean;
}

export interface DataExportsTable {
  tokenHash: Buffer;
  chatId: ChatId;
  expiresAt: Moment;
}
