import { setTimeout } from "node:timers/promises";
import { createKeyedLock } from "../../src/chats/lock.ts";
import { type Fault, SENDS } from "../../src/sandbox/faults.ts";
import { createPause } from "../../src/sandbox/pause.ts";
import { createChance } from "../chance.ts";
import { MOMENTS } from "./calendar.ts";
import { createDays, type Days } from "./days.ts";
import type { Guest } from "./guest.ts";
import { invite, listDeeds } from "./guests.ts";
import { type House, openHouse } from "./house.ts";
import { judge, type Verdict } from "./judge.ts";
import { askAll } from "./last-question.ts";
import { endLostLeases } from "./leases.ts";
import { live } from "./life.ts";
import { createMischief } from "./mischief.ts";
import { createOrganiser, type Organiser } from "./organiser.ts";
import { type Disturbance, makePlan, type Plan } from "./plan.ts";
import type { Scenario } from "./scenario.ts";
import type { Tally } from "./tally.ts";
import { createTroubles } from "./troubles.ts";
import { createTurnstile, type Turnstile } from "./turnstile.ts";

export interface Outcome {
  scenario: Scenario;
  verdict: Verdict;
  /** What was done, and how often. */
  done: [string, number][];
  seconds: number;
}

const TROUBLES: Fault[] = [
  { type: "too-many", retryAfter: 1 },
  { type: "too-many", retryAfter: 3 },
  { type: "broken", status: 500 },
  { type: "broken", status: 503 },
  { type: "slow", ms: 800 },
  { type: "cut" },
  { type: "lost" },
];
const SLOWNESS: Fault[] = [{ type: "slow", ms: 2_500 }];
/** Until whoever called gives up, which is longer than `hurried` can wait. */
const NEVER_ANSWERED: Fault = { type: "hang" };
/** Telegram's double lets messages to somebody who wrote just now pass its bulk limit; by then nobody has. */
const SILENCE_MS = 31_000;
/** The longest that a killed process holds a message, and then some. */
const PATIENCE_MS = { usual: 200_000, hurried: 120_000 };

/** Lets people and mischief loose on the app, then calms down, and judges what came of it. */
export async function runChaos(
  scenario: Scenario,
  { folder, main, tell = () => {} }: { folder: string; main?: string | undefined; tell?: (news: string) => void },
): Promise<Outcome> {
  const began = performance.now();
  const plan = makePlan(scenario);
  const house = await openHouse(scenario, { folder, main });
  try {
    const organiser = createOrganiser(house, scenario);
    await organiser.publish();
    const turnstile = createTurnstile();
    const guests = invite(house, plan, { patienceMs: PATIENCE_MS[scenario.hurried ? "hurried" : "usual"], turnstile });
    const say = (news: string) => tell(`${Math.round((performance.now() - began) / 1000)} s: ${news}`);
    say(`${guests.length} people, ${plan.disturbances.length} disturbances, ${scenario.seconds} seconds`);
    const shareTroubles = scenario.troubledSends > 0;
    if (shareTroubles) {
      const ways =
        scenario.trouble === "slowness" ? SLOWNESS : scenario.hurried ? TROUBLES : [...TROUBLES, NEVER_ANSWERED];
      const chance = { oneIn: scenario.troubledSends, random: createChance(scenario.seed + 5) };
      house.sandbox.faults.share(ways, { method: SENDS, ...chance });
    }
    const storm = openStorm(house, { scenario, plan, guests, organiser, turnstile });
    await storm.over;
    say("the storm is over");
    const { days, troubles } = storm;
    await storm.calm();
    say("all is calm, and everybody has their answer");
    if (scenario.pace !== undefined) await setTimeout(SILENCE_MS);
    if (scenario.days) await passDays(house, { days, moves: scenario.pace === undefined, organiser });
    else await days.settle();
    say("all is said that was to be said");
    const shown = await askAll(guests);
    await days.settle();
    const verdict = await judge({ house, guests, troubles, shown });
    for (const [what, count] of listDeeds(guests)) house.tally.count(what, count);
    for (const [type, count] of Object.entries(house.sandbox.faults.suffered()))
      house.tally.count(`call: ${type}`, count);
    return { scenario, verdict, done: house.tally.list(), seconds: Math.round((performance.now() - began) / 1000) };
  } finally {
    await house.close();
  }
}

/** What is left of the days; if it `moves`, each event is moved and moved back when the day before it has begun. */
async function passDays(
  house: House,
  { days, moves, organiser }: { days: Days; moves: boolean; organiser: Organiser },
): Promise<void> {
  for (const moment of MOMENTS) {
    if (moment <= house.clock.now()) continue;
    await days.goTo(moment);
    await days.settle();
    if (!moves) continue;
    await organiser.moveAndBack(0);
    house.tally.count("event-moved");
  }
  await days.settle();
}

interface Storm {
  scenario: Scenario;
  plan: Plan;
  guests: Guest[];
  organiser: Organiser;
  turnstile: Turnstile;
}

/** One thing at a time to each process and each server, and all of them side by side. */
function openStorm(house: House, { scenario, plan, guests, organiser, turnstile }: Storm) {
  const troubles = createTroubles();
  const pause = createPause();
  const locks = createKeyedLock();
  const still = (work: () => Promise<void>) => locks.run("app-0", () => locks.run("app-1", work));
  const days = createDays(house, { still, turnstile, inEarnest: scenario.pace !== undefined });
  const onLost = () => {
    if (scenario.hurried) void endLostLeases(house.postgres.url);
  };
  const make = createMischief({ house, troubles, onLost });

  async function disturb(disturbance: Disturbance): Promise<void> {
    await pause.wait(disturbance.atMs);
    await locks.run(laneOf(disturbance), async () => {
      if (pause.isClosed()) return;
      if (disturbance.type === "clock-moved") return days.goTo(disturbance.to);
      if (isOrganisers(disturbance)) return organise(organiser, disturbance, house.tally);
      return make(disturbance);
    });
  }

  const disturbing = Promise.all(plan.disturbances.map(disturb));
  const living = Promise.all(
    guests.map((guest, n) => {
      const wishes = plan.guests[n];
      return wishes && live(guest, wishes, { pause, random: createChance(scenario.seed * 31 + n) });
    }),
  );
  return {
    days,
    troubles,
    over: Promise.race([setTimeout(scenario.seconds * 1000), living.then(() => disturbing)]),
    /** Nothing new is begun, and what was is ended. */
    async calm() {
      pause.close();
      house.balancer.calm();
      house.sandbox.faults.clear();
      await disturbing;
      for (const courier of Object.values(house.sandbox.webhooks)) courier.retryNow();
      await settleUntil(living, days);
      await house.sandbox.settled();
    },
  };
}

type OrganisersDeed = Extract<Disturbance, { type: "event-moved" | "called-off" | "seats-changed" }>;

function isOrganisers(disturbance: Disturbance): disturbance is OrganisersDeed {
  return /^(event|seats|called)-/.test(disturbance.type);
}

async function organise(organiser: Organiser, deed: OrganisersDeed, { count }: Tally): Promise<void> {
  if (deed.type === "seats-changed") return count(`seats-changed: ${deed.to}, ${await organiser.changeSeats(deed)}`);
  count(deed.type);
  await (deed.type === "called-off" ? organiser.callOff() : organiser.moveAndBack(deed.forMs));
}

/** What is to be tried again after a minute is tried after a moment: everybody waits for nothing else. */
async function settleUntil(living: Promise<unknown>, days: Days): Promise<void> {
  let areDone = false;
  void living.finally(() => {
    areDone = true;
  });
  while (!areDone) {
    await days.settle();
    await Promise.race([living, setTimeout(500)]);
  }
}

/** Of what is done to the same thing. */
function laneOf({ type, ...rest }: Disturbance): string {
  if (type === "app-killed" || type === "app-paused") return `app-${"app" in rest ? rest.app : 0}`;
  return type.split("-")[0] === "event" ? "clock" : (type.split("-")[0] ?? type);
}
