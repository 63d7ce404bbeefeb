import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { KnownSent } from "../database/steps.ts";
import type { ChatId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Address, InboundMessage, Locale, Platform } from "../messages.ts";
import type { OutgoingMessage } from "../outbox/channel.ts";
import type { ColdReads } from "./cold-reads.ts";
import type { Confirmations } from "./confirmations.ts";
import type { DeskListeners } from "./desk-news.ts";
import type { DeskSetting } from "./desk-requests.ts";
import type { HotCopies } from "./hot-copy.ts";
import type { Looks } from "./looks.ts";
import type { StepCommitter } from "./step-committer.ts";

/** What the chats are given. */
export interface Deps {
  db: Kysely<Database>;
  committer: StepCommitter;
  confirmations: Confirmations;
  looks: Looks;
  coldReads: ColdReads;
  hotCopies: HotCopies;
  clock: Clock;
  /** Keys the hashes of forgotten addresses. */
  hashKey: KeyObject;
  /** When nothing tells the person's language. */
  locale: Locale;
  /** The messengers that are on. */
  platforms: readonly Platform[];
  /** Whether codes can go to mailboxes. */
  mail: boolean;
  desk: DeskSetting &
    DeskListeners & {
      /** Who is an owner by the configuration. */
      adminChatId: number | undefined;
    };
  knownSent: KnownSent;
  /** Sends a committed reply that was born leased to this process. */
  sendReply(reply: LeasedReply): void;
  /** Something else waits in the outbox. */
  wakeDispatcher(): void;
  /** Says something past the outbox, when nothing can be committed. */
  sayDirectly(to: Address, intent: Intent, lastInboundAt: Date): void;
  onHandled(message: InboundMessage, outcome: string, ms: number): void;
  onFault(error: unknown, message: InboundMessage): void;
}

export interface LeasedReply {
  chatId: ChatId;
  message: OutgoingMessage & { to: Address };
  leaseToken: string;
  /** Of `performance.now()`, when the lease cannot have begun yet. */
  leasedSince: number;
}
