import type { Kysely, Transaction } from "kysely";
import { type Claim, lockUnmoved } from "../database/chats.ts";
import type { EventRow } from "../database/events.ts";
import { inTransaction } from "../database/faults.ts";
import { hashUpdateKey } from "../database/inbox.ts";
import type { NewcomerRow } from "../database/newcomers.ts";
import { inOneTrip } from "../database/round-trips.ts";
import type { Database } from "../database/schema.ts";
import { commitSteps, type KnownSent, type StepOutcome, type StepRow } from "../database/steps.ts";
import type { Step } from "../dialogue/step.ts";
import { transition } from "../dialogue/transition.ts";
import type { Wish } from "../services/comers.ts";
import { decideAll, lookRound, type RegisterOutcome } from "../services/joining.ts";
import { createGroups } from "./groups.ts";
import { eventOf, type Registering, toWish } from "./registering.ts";
import { type Setting, type Turn, toActor, toRow } from "./turn.ts";

/** A turn at which somebody asks for a place: in a chat that has spoken before. */
export interface Confirmation {
  turn: Turn;
  step: Step;
  request: Registering;
}

/** What was committed of it. */
export interface Confirmed {
  row: StepRow;
  outcome: Extract<StepOutcome, { type: "done" }>;
  /** The services said something to others. */
  noticed: boolean;
}

/**
 * Commits confirmations. Those that arrive while a transaction is under way share the next one, in the order in which
 * they came: an event's row, which everybody wants in a rush, is locked once for all of them.
 */
export interface Confirmations {
  /** undefined: nothing was done, and it must be decided by itself. */
  commit(confirmation: Confirmation): Promise<Confirmed | undefined>;
}

type Ground = Setting & { db: Kysely<Database>; knownSent: KnownSent };

export function createConfirmations(ground: Ground): Confirmations {
  const { join } = createGroups<Confirmation, Confirmed | undefined>({
    size: 64,
    keyOf: ({ request }) => eventOf(request),
    several: true,
    async decide(group) {
      const work = (trx: Transaction<Database>) => confirmAll(trx, ground, group);
      const confirmed = await inTransaction(ground.db, work, { beginsWith: "reading" });
      return group.map((confirmation) => confirmed.get(confirmation));
    },
  });
  return { commit: join };
}

/** A member of a group whose chat this transaction holds. */
interface Member {
  confirmation: Confirmation;
  wish: Wish;
  row: NewcomerRow;
}

/** Decides all who can be decided together; whoever is left out by the answer has had nothing done. */
async function confirmAll(
  trx: Transaction<Database>,
  ground: Ground,
  group: Confirmation[],
): Promise<Map<Confirmation, Confirmed>> {
  const now = group.at(-1)?.turn.now ?? new Date();
  const { members, events } = await takeMembers(trx, ground, { group, now });
  const people = members.map(({ row }) => row);
  const wishes = members.map(({ wish }) => wish);
  const { outcomes, told, keep } = await decideAll(trx, { wishes, seen: [events, people], now });
  const answered = members.flatMap(({ confirmation }, n) => {
    const step = conclude(confirmation, outcomes[n]);
    return step ? { confirmation, row: toRow(confirmation.turn, step, undefined) } : [];
  });
  const rows = answered.map(({ row }) => row);
  if (!rows.length) return new Map();
  const [, committed] = await inOneTrip(trx, (one) => [keep(one), commitSteps(one, rows, ground.knownSent)]);
  return new Map(
    answered.map(({ confirmation, row }, n) => {
      const outcome = committed[n];
      if (outcome?.type !== "done") throw new Error("a chat that was just taken has moved on");
      return [confirmation, { row, outcome, noticed: told }];
    }),
  );
}

/** Nobody waits here for a chat that another transaction holds; each chat once, and each person, who may have several. */
async function takeMembers(
  trx: Transaction<Database>,
  setting: Setting,
  { group, now }: { group: Confirmation[]; now: Date },
): Promise<{ members: Member[]; events: EventRow[] }> {
  const wishes = group.map(({ request, turn, step }) => {
    return toWish(request, toActor(setting, turn, { step, userId: undefined }));
  });
  const [chats, events, people] = await inOneTrip(trx, (one) => [
    lockUnmoved(one, group.map(toClaim)),
    ...lookRound(one, wishes, now),
  ]);
  const free = new Map(chats.map((chat) => [chat.id, chat]));
  const taken = new Set<string>();
  const members = group.flatMap((confirmation, n) => {
    const [wish, row, chat] = [wishes[n], people[n], free.get(confirmation.turn.conversation.chatId)];
    if (!wish || !row || !chat || (chat.userId && taken.has(chat.userId))) return [];
    free.delete(chat.id);
    if (chat.userId) taken.add(chat.userId);
    return { confirmation, row, wish: { ...wish, actor: { ...wish.actor, userId: chat.userId ?? undefined } } };
  });
  return { members, events };
}

function toClaim({ turn: { conversation, message } }: Confirmation): Claim {
  const { chatId, version } = conversation;
  const { address, updateKey } = message;
  return { chatId, version, platform: address.platform, updateKey: hashUpdateKey(updateKey) };
}

/** What the dialogue says to it; undefined if it asks on, which only somebody does who got no place. */
function conclude({ turn, step }: Confirmation, outcome: RegisterOutcome | undefined): Step | undefined {
  if (!outcome) throw new Error("a confirmation was not answered");
  const next = transition(step.snapshot, { type: "outcome", outcome }, turn.speaker);
  const isPlaced = outcome.type === "confirmed" || outcome.type === "waitlisted" || outcome.type === "already";
  if (next.request && isPlaced) throw new Error(`the dialogue asks for more after ${outcome.type}`);
  return next.request ? undefined : next;
}
