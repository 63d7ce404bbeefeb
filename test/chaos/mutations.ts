import { FULL, type Scenario } from "./scenario.ts";

/** A line that keeps a promise, how it is switched off in a copy of the source, and a run in which that must be seen. */
export interface Mutation {
  line: string;
  patches: Patch[];
  scenario: Scenario;
}

/** `from` stands in the file exactly so many times, else the proof is out of date. */
export interface Patch {
  file: string;
  from: string;
  to: string;
  times?: number;
}

const QUIET: Scenario = {
  ...FULL,
  ...{
    seconds: 20,
    people: 60,
    every: {},
    seatsChangedEvery: undefined,
    troubledSends: 0,
    troubledWebhooks: 0,
    days: false,
    hurried: true,
  },
};

export const MUTATIONS: readonly Mutation[] = [
  {
    line: "event lock",
    patches: [
      {
        file: "src/database/events.ts",
        from: `.where("id", "=", id).forNoKeyUpdate().executeTakeFirst()`,
        to: `.where("id", "=", id).executeTakeFirst()`,
      },
      { file: "src/database/events.ts", from: `.forNoKeyUpdate()\n    .$if(!wait, (query) => query.noWait())`, to: "" },
    ],
    scenario: { ...QUIET, name: "few-seats", people: 200, awayMs: 20, wanted: "few seats" },
  },
  {
    line: "version check",
    patches: [
      {
        file: "src/database/steps.ts",
        from: "(s.expected = -1 or c.version = s.expected)",
        to: "true",
        times: 2,
      },
      {
        file: "src/chats/converse.ts",
        from: "if (chat?.version !== conversation.version) throw",
        to: "if (!chat) throw",
      },
      { file: "src/database/chats.ts", from: "on c.id = g.id and c.version = g.version", to: "on c.id = g.id" },
    ],
    scenario: { ...QUIET, name: "redis-set-back", seconds: 30, every: { "redis-set-back": 6 } },
  },
  {
    line: "inbox id",
    patches: [
      {
        file: "src/database/steps.ts",
        from: "where g.is_handled is null",
        to: "where true",
      },
      {
        file: "src/database/steps.ts",
        from: "select s.inbox_platform, s.key, s.at from step s join done d on d.n = s.n",
        to: "select s.inbox_platform, s.key, s.at from step s join done d on d.n = s.n on conflict do nothing",
      },
      {
        file: "src/database/chats.ts",
        from: "where not exists (select from inbox b where b.platform = g.platform and b.update_key = decode(g.key, 'hex'))",
        to: "where true",
      },
    ],
    scenario: { ...QUIET, name: "webhooks-again", troubledWebhooks: 4 },
  },
  {
    line: "outbox row in the same commit",
    patches: [
      {
        file: "src/chats/converse.ts",
        from: "const outcome = await deps.committer.commit(row);",
        to: `const outcome = await deps.committer.commit({ ...row, reply: undefined });
  if (outcome.type === "done" && row.reply) {
    const { id, intent } = row.reply;
    const said = { id, to: { chatId: row.chatId }, kind: "reply", intent, dedupeKey: id, priority: 0, now: turn.now };
    await inTransaction(deps.db, (trx) => insertMessages(trx, [said]));
  }`,
      },
      {
        file: "src/chats/converse.ts",
        from: `import type { Database } from "../database/schema.ts";`,
        to: `import { insertMessages } from "../database/outbox.ts";\nimport type { Database } from "../database/schema.ts";`,
      },
    ],
    scenario: {
      ...QUIET,
      ...{ name: "cut-off", seconds: 40, people: 200, awayMs: 25 },
      every: { "app-killed": 3, "postgres-stopped": 8, "postgres-crashed": 8 },
      pausedMs: { from: 500, to: 1_000 },
    },
  },
  {
    line: "dedupe key",
    patches: [
      {
        file: "src/database/reminders.ts",
        from: "|| trunc(extract(epoch from starts_at) * 1000) as dedupe_key",
        to: "|| gen_random_uuid() as dedupe_key",
      },
    ],
    scenario: { ...QUIET, name: "moved-and-back", days: true, every: { "event-moved": 1 } },
  },
  {
    line: "lease token",
    patches: [
      {
        file: "src/database/deliveries.ts",
        from: "join result r on r.id = o.id and o.lease_token = r.token",
        to: "join result r on r.id = o.id",
      },
      {
        file: "src/database/deliveries.ts",
        from: "from result r where o.id = r.id and o.lease_token = r.token returning",
        to: "from result r where o.id = r.id returning",
      },
    ],
    scenario: {
      ...QUIET,
      ...{ name: "slow-lease", seconds: 60, people: 150, every: { "app-paused": 60 }, hurried: false },
      ...{ troubledSends: 1, trouble: "slowness", pausedMs: { from: 80_000, to: 90_000 } },
    },
  },
  {
    line: "gate before lease",
    patches: [
      {
        file: "src/outbox/lane.ts",
        from: "const wait = await pace.passChannel(platform, as, batch);",
        to: "const wait = 0;",
      },
      {
        file: "src/outbox/lane.ts",
        from: "const batch = Math.min(pace.batch(platform, as), MOST_CALLS);",
        to: "const batch = MOST_CALLS;",
      },
      { file: "src/outbox/lane.ts", from: "pace.giveBack(platform, as, batch - used);", to: "" },
    ],
    scenario: { ...QUIET, name: "paced", seconds: 25, people: 200, days: true, wanted: "one event", pace: 1 },
  },
  {
    line: "answer after commit",
    patches: [
      {
        file: "src/telegram/webhook.ts",
        from: "await receive([message]);",
        to: "void receive([message]).catch(() => {});",
      },
      {
        file: "src/whatsapp/webhook.ts",
        from: "messages.length ? receive(messages) : none,",
        to: "(messages.length && void receive(messages).catch(() => {}), none),",
      },
    ],
    scenario: {
      ...QUIET,
      ...{ name: "cut-off-early", seconds: 30, people: 60, every: { "app-killed": 8, "postgres-stopped": 8 } },
    },
  },
];
