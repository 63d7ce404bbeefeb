import type { KeyObject } from "node:crypto";
import { createChats } from "../chats/answer.ts";
import { createColdReads } from "../chats/cold-reads.ts";
import { createConfirmations } from "../chats/confirmations.ts";
import type { HotCopies } from "../chats/hot-copy.ts";
import { createLooks } from "../chats/looks.ts";
import { createStepCommitter } from "../chats/step-committer.ts";
import { newId } from "../ids.ts";
import type { Platform } from "../messages.ts";
import type { Channel, ChannelName, Receive } from "../outbox/channel.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { DeskWork } from "./desk.ts";
import { type Ground, platformsOf } from "./ground.ts";
import type { Sight } from "./sight.ts";

interface Speaking {
  outbox: Outbox;
  channels: ReadonlyMap<ChannelName, Channel>;
  hotCopies: HotCopies;
  lastWebhookAt: Map<Platform, Date>;
  hashKey: KeyObject;
  sight: Sight;
  desk: DeskWork;
}

/** The way in: updates are answered, replies go to the sender, everything else to the dispatcher. */
export function openChats(
  ground: Ground,
  { outbox, channels, hotCopies, lastWebhookAt, hashKey, sight, desk }: Speaking,
): { receive: Receive } {
  const { config, log, database, clock } = ground;
  const { locale, timeZone, isNamed } = config;
  const setting = {
    timeZone,
    isNamed,
    dailyLimit: desk.dailyLimit,
    adminChatId: config.telegram?.adminChatId,
    onTeamChange() {
      desk.refreshTeam().catch((err: unknown) => log.error({ err }, "the team could not be looked at"));
    },
    onBroadcast: desk.broadcasts.wake,
    onExamine: desk.look,
  };
  const { knownSent } = outbox.sender;
  return createChats({
    db: database.dialogue,
    committer: createStepCommitter(database.dialogue, knownSent),
    confirmations: createConfirmations({ db: database.dialogue, knownSent, locale, desk: setting }),
    looks: createLooks(database.dialogue),
    coldReads: createColdReads(database.dialogue),
    hotCopies,
    clock,
    hashKey,
    locale,
    platforms: platformsOf(config),
    mail: config.smtp !== undefined,
    desk: setting,
    knownSent,
    sendReply: ({ chatId, message, leaseToken, leasedSince }) =>
      outbox.sender.send({ ...message, chatId }, { token: leaseToken, since: leasedSince }),
    wakeDispatcher: outbox.dispatcher.wake,
    sayDirectly(to, intent, lastInboundAt) {
      void channels.get(to.platform)?.send({ id: newId(), to, intent, lastInboundAt });
    },
    onHandled(message, outcome, ms) {
      lastWebhookAt.set(message.address.platform, clock.now());
      sight.handled(message, outcome, ms);
    },
    onFault(err, { address: { platform }, content: { type: kind } }) {
      log.error({ err, platform, kind }, "an update failed and was set aside");
      sight.fault(err, `${platform}, ${kind}`);
    },
  });
}
