import type { ColumnType, Generated } from "kysely";
import type { ChatId, EventId, OutboxId, RegistrationId, UserId } from "../ids.ts";
import type { Locale, Platform } from "../messages.ts";
import type { BroadcastsTable } from "./broadcast-schema.ts";
import type { Json, Maybe, MaybeMoment, Moment } from "./columns.ts";
import type {
  DataExportsTable,
  LinkCodesTable,
  LinkMissesTable,
  LinkRequestsTable,
  UserMergeChatsTable,
  UserMergeRegistrationsTable,
  UserMergesTable,
} from "./linking-schema.ts";
import type { OutboxTable } from "./outbox-schema.ts";
import type { ReminderRoundsTable } from "./reminder-schema.ts";
import type { StaffLinksTable, StaffTable } from "./staff-schema.ts";

/** The tables as `migrations/` make them, in camelCase. `bigint` comes as a number: ours stay far below 2^53. */
export interface Database {
  users: UsersTable;
  chats: ChatsTable;
  events: EventsTable;
  eventRegistrations: EventRegistrationsTable;
  registrationChanges: RegistrationChangesTable;
  inbox: InboxTable;
  outbox: OutboxTable;
  reminderRounds: ReminderRoundsTable;
  settings: SettingsTable;
  auditLog: AuditLogTable;
  linkRequests: LinkRequestsTable;
  linkCodes: LinkCodesTable;
  linkMisses: LinkMissesTable;
  userMerges: UserMergesTable;
  userMergeChats: UserMergeChatsTable;
  userMergeRegistrations: UserMergeRegistrationsTable;
  dataExports: DataExportsTable;
  staff: StaffTable;
  staffLinks: StaffLinksTable;
  broadcasts: BroadcastsTable;
}

export interface UsersTable {
  id: UserId;
  name: Maybe<string>;
  email: Maybe<string>;
  emailVerifiedAt: MaybeMoment;
  locale: Maybe<Locale>;
  timeZone: Maybe<string>;
  preferredPlatform: Maybe<Platform>;
  silencedAt: MaybeMoment;
  remindersOffAt: MaybeMoment;
  consentAt: MaybeMoment;
  consentVersion: Maybe<number>;
  mergedInto: Maybe<UserId>;
  forgottenAt: MaybeMoment;
  createdAt: Moment;
  updatedAt: Moment;
}

export interface ChatsTable {
  id: ChatId;
  platform: Platform;
  telegramId: Maybe<number>;
  whatsappUserId: Maybe<string>;
  whatsappPhone: Maybe<string>;
  userId: Maybe<UserId>;
  blockedAt: MaybeMoment;
  lastInboundAt: MaybeMoment;
  forgottenAt: MaybeMoment;
  forgottenUpdate: Maybe<number>;
  addressHash: Maybe<Buffer>;
  currentState: string;
  stateData: Json<object>;
  stateSchema: number;
  version: number;
  createdAt: Moment;
  updatedAt: Moment;
}

export type EventStatus = "draft" | "published" | "cancelled";

export interface EventsTable {
  id: EventId;
  slug: string;
  title: string;
  description: Maybe<string>;
  dateTime: Moment;
  endsAt: MaybeMoment;
  timeZone: string;
  location: string;
  locationUrl: Maybe<string>;
  /** Telegram's file_id. */
  picture: Maybe<string>;
  maxParticipants: Maybe<number>;
  takenCount: Generated<number>;
  waitingCount: Generated<number>;
  queueHead: Generated<number>;
  status: EventStatus;
  revision: Generated<number>;
  createdBy: Maybe<UserId>;
  createdAt: Moment;
  updatedAt: Moment;
}

export type RegistrationStatus = "confirmed" | "waitlisted" | "offered" | "cancelled";
export type Via = Platform | "web" | "api" | "desk";

export interface EventRegistrationsTable {
  id: RegistrationId;
  userId: UserId;
  eventId: EventId;
  registeredVia: Via;
  seats: Generated<number>;
  status: RegistrationStatus;
  queueNo: Maybe<number>;
  /** A free seat is theirs at once; else it is held for them, and they are asked. */
  autoTake: Generated<boolean>;
  /** Of `offered`: until when the seat is held. Of `waitlisted`: when an offer ran out, of late. */
  offerExpiresAt: MaybeMoment;
  /** The outbox row that asks about the seat held now. */
  offerMessageId: Maybe<OutboxId>;
  /** When that was first tried to be sent: the hold counts from then. */
  offerToldAt: MaybeMoment;
  confirmedAt: MaybeMoment;
  ticketCode: Maybe<string>;
  coming: Maybe<boolean>;
  checkedInAt: MaybeMoment;
  /** Who of the team let them in. */
  checkedInBy: Maybe<UserId>;
  createdAt: Moment;
  updatedAt: Moment;
}

export interface RegistrationChangesTable {
  id: Generated<number>;
  registrationId: RegistrationId;
  eventId: EventId;
  userId: UserId;
  fromStatus: Maybe<RegistrationStatus>;
  toStatus: RegistrationStatus;
  ticketCode: Maybe<string>;
  /** Who: "user:ID", "token", "system". */
  actor: string;
  via: Via | "system";
  changedAt: Moment;
}

export interface InboxTable {
  platform: number;
  updateKey: Buffer;
  receivedAt: Moment;
}

export interface SettingsTable {
  key: string;
  value: Json<unknown>;
  updatedAt: Moment;
}

export interface AuditLogTable {
  id: Generated<number>;
  at: Moment;
  actor: string;
  action: string;
  subject: Maybe<string>;
  detail: ColumnType<unknown, string | null | undefined, string | null>;
}
