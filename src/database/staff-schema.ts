import type { StaffLinkId, UserId } from "../ids.ts";
import type { Role } from "../roles.ts";
import type { Maybe, MaybeMoment, Moment } from "./columns.ts";

export interface StaffTable {
  userId: UserId;
  role: Role;
  /** As their messenger called them when they came; emptied with the role. */
  name: Maybe<string>;
  /** null: by a link that was printed, or by the configuration. */
  invitedBy: Maybe<UserId>;
  createdAt: Moment;
  removedAt: MaybeMoment;
}

export interface StaffLinksTable {
  id: StaffLinkId;
  tokenHash: Buffer;
  role: Role;
  /** null: printed at a start. */
  madeBy: Maybe<UserId>;
  createdAt: Moment;
  expiresAt: Moment;
  usedAt: MaybeMoment;
  usedBy: Maybe<UserId>;
}
