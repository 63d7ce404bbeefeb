import type { Transaction } from "kysely";
import { findChatUser, insertChat, lockChat } from "../database/chats.ts";
import { inTransaction } from "../database/faults.ts";
import type { Database } from "../database/schema.ts";
import { commitSteps, type StepOutcome, type StepRow } from "../database/steps.ts";
import type { Outcome } from "../dialogue/outcome.ts";
import type { Step } from "../dialogue/step.ts";
import { startOver, transition } from "../dialogue/transition.ts";
import type { UserId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Address, InboundMessage } from "../messages.ts";
import { lookAtCards } from "../services/cards.ts";
import { type Conversation, hashAddress } from "./conversation.ts";
import type { Deps } from "./deps.ts";
import { tellNews } from "./desk-news.ts";
import type { Look } from "./looks.ts";
import { isRegistering } from "./registering.ts";
import { isOfCard, isReading, read, write } from "./requests.ts";
import { type Turn, toActor, toInput, toRow, toTurn } from "./turn.ts";

/** A dialogue that asks more often than this for one update goes in circles. */
const MOST_REQUESTS = 8;

export type Answered = "handled" | "repeated" | "conflict";

/** Somebody else moved the conversation on: all this transaction did is rolled back. */
class Overtaken extends Error {
  override name = "Overtaken";
  readonly outcome: "repeated" | "conflict";

  constructor(outcome: "repeated" | "conflict") {
    super(outcome);
    this.outcome = outcome;
  }
}

/**
 * One update of one conversation: the dialogue decides, the services are asked, and everything is committed at once.
 * Without a change of facts that is one statement; with one it is one transaction.
 */
export async function converse(deps: Deps, conversation: Conversation, message: InboundMessage): Promise<Answered> {
  const turn = toTurn(deps, conversation, message);
  const input = toInput(message);
  const begin = conversation.startedOver ? startOver : transition;
  const first = begin(conversation.snapshot, input, turn.speaker);
  const step = await ask(deps, turn, first);
  const { request } = step;
  if (!request) return commitAlone(deps, turn, step);
  const isConfirmation = isRegistering(request) && conversation.version > 0;
  const confirmed = isConfirmation ? await deps.confirmations.commit({ turn, step, request }) : undefined;
  if (!confirmed) return commitWithFacts(deps, turn, step);
  afterCommit(deps, turn, { ...confirmed, forgotten: undefined });
  return "handled";
}

/** Says one thing without moving the dialogue. */
export async function say(
  deps: Deps,
  conversation: Conversation,
  message: InboundMessage,
  intent: Intent,
): Promise<Answered> {
  const turn = toTurn(deps, conversation, message);
  return commitAlone(deps, turn, { snapshot: conversation.snapshot, reply: intent });
}

/** Answers the dialogue's questions until it has none, or wants something changed. */
async function ask(deps: Deps, turn: Turn, first: Step): Promise<Step> {
  let step = first;
  let userId: UserId | undefined;
  for (let asked = 0; step.request && isReading(step.request); asked++) {
    if (asked > MOST_REQUESTS) throw new Error(`the dialogue goes in circles at ${step.request.type}`);
    const isNeeded = !isOfCard(step.request) && userId === undefined && turn.conversation.version > 0;
    if (isNeeded) userId = await findChatUser(deps.db, turn.conversation.chatId);
    const actor = toActor(deps, turn, { step, userId });
    const outcome = await read(deps.db, step.request, { actor, now: turn.now, look: deps.looks.look });
    step = transition(step.snapshot, { type: "outcome", outcome }, turn.speaker);
  }
  return step;
}

async function commitAlone(deps: Deps, turn: Turn, step: Step): Promise<Answered> {
  const row = toRow(turn, step, turn.conversation.version);
  const outcome = await deps.committer.commit(row);
  if (outcome.type === "done") afterCommit(deps, turn, { row, outcome, forgotten: undefined, noticed: false });
  return outcome.type === "done" ? "handled" : outcome.type;
}

async function commitWithFacts(deps: Deps, turn: Turn, first: Step): Promise<Answered> {
  try {
    const { step, row, outcome, outcomes } = await inTransaction(deps.db, async (trx) => {
      const { step, outcomes } = await change(trx, deps, { turn, first });
      const row = toRow(turn, step, undefined);
      const [outcome] = await commitSteps(trx, [row], deps.knownSent);
      if (outcome?.type !== "done") throw new Overtaken(outcome?.type ?? "conflict");
      return { step, row, outcome, outcomes };
    });
    afterCommit(deps, turn, { row, outcome, forgotten: findForgotten(turn, outcomes), noticed: true });
    const { locale = deps.locale, zone } = step.snapshot;
    tellNews(deps.desk, outcomes, { chatId: row.chatId, voice: { platform: row.address.platform, locale, zone } });
    return "handled";
  } catch (error) {
    if (error instanceof Overtaken) return error.outcome;
    throw error;
  }
}

/** Takes the chat, then does what the dialogue wants until it has its answer. */
async function change(
  trx: Transaction<Database>,
  deps: Deps,
  { turn, first }: { turn: Turn; first: Step },
): Promise<Changed> {
  const { conversation, message, now } = turn;
  const chat =
    conversation.version === 0
      ? await insertChat(trx, { id: conversation.chatId, address: message.address, now })
      : await lockChat(trx, conversation.chatId);
  if (chat?.version !== conversation.version) throw new Overtaken("conflict");

  let step = first;
  const outcomes: Outcome[] = [];
  let userId = chat.userId ?? undefined;
  for (let asked = 0; step.request; asked++) {
    if (asked > MOST_REQUESTS) throw new Error(`the dialogue goes in circles at ${step.request.type}`);
    const { request } = step;
    const actor = toActor(deps, turn, { step, userId });
    const { updateNumber, sentAt, address } = message;
    const hash = (of: Address) => hashAddress(deps.hashKey, of);
    const { platforms, mail, desk } = deps;
    const context = { actor, address, updateNumber, sentAt, now, platforms, mail, desk, hash };
    const look = async (one: Look) => (await lookAtCards(trx, [one]))[0];
    const outcome = isReading(request)
      ? await read(trx, request, { actor, now, look })
      : await write(trx, request, context);
    outcomes.push(outcome);
    step = transition(step.snapshot, { type: "outcome", outcome }, turn.speaker);
    if (step.request && !isReading(request)) userId = await findChatUser(trx, conversation.chatId);
  }
  return { step, outcomes };
}

interface Changed {
  step: Step;
  /** Of everything that was asked or done on the way. */
  outcomes: Outcome[];
}

/** Where nothing is to be known any more. */
function findForgotten({ message }: Turn, outcomes: Outcome[]): Address[] | undefined {
  const forgotten = outcomes.find((outcome) => outcome.type === "forgotten");
  return forgotten && [message.address, ...(forgotten.addresses ?? [])];
}

interface Committed {
  row: StepRow;
  outcome: Extract<StepOutcome, { type: "done" }>;
  /** Where nothing is to be known any more. */
  forgotten: Address[] | undefined;
  /** The services may have said things to others. */
  noticed: boolean;
}

function afterCommit(
  deps: Deps,
  { message, conversation, startedAt }: Turn,
  { row, outcome, forgotten, noticed }: Committed,
): void {
  const { address, sentAt } = message;
  if (forgotten) for (const gone of forgotten) deps.hotCopies.forget(gone);
  else
    deps.hotCopies.write(address, {
      chatId: row.chatId,
      version: outcome.version,
      phone: address.platform === "whatsapp" ? address.phone : undefined,
      state: row.state,
      data: row.data,
      schema: row.schema,
      forgotten: conversation.forgotten,
    });
  if (row.reply && outcome.leased) {
    const { id, intent } = row.reply;
    const reply = { id, to: address, intent, lastInboundAt: sentAt };
    deps.sendReply({ chatId: row.chatId, message: reply, leaseToken: row.leaseToken, leasedSince: startedAt });
  }
  if (noticed || (row.reply && !outcome.leased)) deps.wakeDispatcher();
}
