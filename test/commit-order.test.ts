import { afterEach, beforeEach, test } from "vitest";
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

let grounds: Grounds;

beforeEach(async () => {
  const database = await openTestDatabase("postgres");
  grounds = { database, world: await openWorld({ databaseUrl: database.url }) };
});
afterEach(async () => {
  await grounds.world.stop();
  await grounds.database.close();
});

test("200 means committed: what could not be is answered 503, and by no reply", () => check200MeansCommitted(grounds));

test("an update that comes again changes nothing", () => checkRepeatsChangeNothing(grounds));

test("where one part of a step cannot be written, none of the others is", () => checkAllOrNothing(grounds));

test("in one delivery, too, what a chat wrote first comes first", () => checkOrderInDelivery(grounds));

test("a step that was overtaken is undone and runs again", () => checkOvertakenStepsRunAgain(grounds));

test("a poison update is apologised for and set aside, and the chat goes on", () => checkPoisonIsSetAside(grounds));

test("a chat of which nothing can be written is left, and not tried for days", () => checkHopelessChatIsLeft(grounds));

test("a fault in one chat of a batch does not stop the others", () => checkBatchesGoOn(grounds, FAULT));

test("a batch that could be saved by half is asked for again, for the other half", () =>
  checkBatchesGoOn(grounds, TRANSIENT));
