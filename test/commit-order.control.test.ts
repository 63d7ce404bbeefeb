import type { KyselyPlugin, Transaction } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../src/database/schema.ts";
import {
  check200MeansCommitted,
  checkAllOrNothing,
  checkBatchesGoOn,
  checkHopelessChatIsLeft,
  checkOrderInDelivery,
  checkOvertakenStepsRunAgain,
  checkPoisonIsSetAside,
  checkRepeatsChangeNothing,
  type Grounds,
} from "./commit-checks.ts";
import { openTestDatabase } from "./database.ts";
import { FAULT, TRANSIENT } from "./sabotage.ts";
import { openWorld } from "./world.ts";

/** The checks of commit-order.test.ts on an app with the line broken that holds each: there they must fail. */

type Break =
  | "none"
  | "answer first"
  | "no inbox"
  | "no version"
  | "no transaction"
  | "no care"
  | "no order"
  | "all for one";
const app = vi.hoisted(() => ({ broken: "none" as Break }));

/** Says another thing to Postgres than the source does. */
function rewriting(from: string, to: string): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (node.kind !== "RawNode") return node;
      const sqlFragments = node.sqlFragments.map((fragment) => fragment.replaceAll(from, to));
      if (sqlFragments.join() === node.sqlFragments.join()) throw new Error(`the line to break is gone: ${from}`);
      return { ...node, sqlFragments };
    },
    transformResult: async ({ result }) => result,
  };
}

vi.mock("../src/database/steps.ts", async (original) => {
  const real = await original<typeof import("../src/database/steps.ts")>();
  const commitSteps: typeof real.commitSteps = (db, ...rest) => {
    if (app.broken === "no version") {
      return real.commitSteps(db.withPlugin(rewriting("c.version = s.expected", "true")), ...rest);
    }
    if (app.broken === "no inbox") {
      const blind = db
        .withPlugin(rewriting("where g.is_handled is null\n), held", "where true\n), held"))
        .withPlugin(
          rewriting(
            "from step s join done d on d.n = s.n\n), said",
            "from step s join done d on d.n = s.n on conflict do nothing\n), said",
          ),
        );
      return real.commitSteps(blind, ...rest);
    }
    return real.commitSteps(db, ...rest);
  };
  return { ...real, commitSteps };
});

vi.mock("../src/chats/step-committer.ts", async (original) => {
  const real = await original<typeof import("../src/chats/step-committer.ts")>();
  return {
    createStepCommitter(...given: Parameters<typeof real.createStepCommitter>) {
      const committer = real.createStepCommitter(...given);
      return {
        async commit(step: Parameters<typeof committer.commit>[0]) {
          if (app.broken !== "answer first") return committer.commit(step);
          committer.commit(step).catch(() => {});
          return { type: "done", version: (step.expected ?? 0) + 1, leased: true };
        },
      };
    },
  };
});

vi.mock("../src/database/faults.ts", async (original) => {
  const real = await original<typeof import("../src/database/faults.ts")>();
  const inTransaction: typeof real.inTransaction = (db, work, options) =>
    app.broken === "no transaction" ? work(db as Transaction<Database>) : real.inTransaction(db, work, options);
  return { ...real, inTransaction };
});

vi.mock("../src/chats/update.ts", async (original) => {
  const real = await original<typeof import("../src/chats/update.ts")>();
  const answerUpdate: typeof real.answerUpdate = (deps, message, notice) => {
    if (app.broken === "no care" && notice) throw new Error("not set aside");
    return real.answerUpdate(deps, message, notice);
  };
  const dropUpdate: typeof real.dropUpdate = (deps, message) => {
    if (app.broken === "no care") throw new Error("not set aside");
    return real.dropUpdate(deps, message);
  };
  return { ...real, answerUpdate, dropUpdate };
});

vi.mock("../src/chats/answer.ts", async (original) => {
  const real = await original<typeof import("../src/chats/answer.ts")>();
  const createChats: typeof real.createChats = (deps) => {
    const { receive } = real.createChats(deps);
    return {
      async receive(messages) {
        if (app.broken === "no order") {
          await Promise.all(messages.map((message) => receive([message])));
        } else if (app.broken === "all for one") {
          for (const message of messages) await receive([message]);
        } else return receive(messages);
        return { handled: messages.length, repeated: 0 };
      },
    };
  };
  return { ...real, createChats };
});

let grounds: Grounds;

beforeEach(async () => {
  app.broken = "none";
  const database = await openTestDatabase("postgres");
  grounds = { database, world: await openWorld({ databaseUrl: database.url }) };
});
afterEach(async () => {
  await grounds.world.stop();
  await grounds.database.close();
});

const batchWithFault = (each: Grounds) => checkBatchesGoOn(each, FAULT);
const batchAway = (each: Grounds) => checkBatchesGoOn(each, TRANSIENT);

test.each<[Break, (grounds: Grounds) => Promise<void>]>([
  ["answer first", check200MeansCommitted],
  ["no inbox", checkRepeatsChangeNothing],
  ["no transaction", checkAllOrNothing],
  ["no version", checkOvertakenStepsRunAgain],
  ["no care", checkPoisonIsSetAside],
  ["no care", checkHopelessChatIsLeft],
  ["no care", batchWithFault],
  ["no order", checkOrderInDelivery],
  ["all for one", batchAway],
])("%s: the check fails, as it must", async (broken, check) => {
  app.broken = broken;
  await expect(check(grounds)).rejects.toThrow(/expected|heard nothing/);
});

test("nothing broken: the patched app is as good as the real one", async () => {
  await checkRepeatsChangeNothing(grounds);
  await checkOvertakenStepsRunAgain(grounds);
});
