import { Hono } from "hono";
import type { Clock } from "../clock.ts";
import { type Cast, createCast } from "./cast.ts";
import type { Person } from "./conversation.ts";
import type { Courier } from "./courier.ts";
import { resolveTarget, type Target, telegramCourier, whatsappCourier } from "./couriers.ts";
import { SANDBOX_CREDENTIALS, type SandboxCredentials } from "./credentials.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createLimits, type LimitOptions, type Limits } from "./limits.ts";
import { loopbackOnly } from "./loopback.ts";
import { createPage, type SandboxEvent } from "./page.ts";
import { createSends, type Sends } from "./sends.ts";
import { parseJson, toShape } from "./shape.ts";
import { performQuietly, telegramDouble } from "./telegram-double.ts";
import type { TelegramRoom } from "./telegram-methods.ts";
import { createPresses } from "./telegram-presses.ts";
import { whatsappDouble } from "./whatsapp-double.ts";
import { createReviews, type Review } from "./whatsapp-reviews.ts";
import { createStatuses } from "./whatsapp-statuses.ts";
import { createWorld, type World } from "./world.ts";

export interface SandboxOptions {
  clock: Clock;
  /** The app's webhooks, `.../telegram` and `.../whatsapp`; Telegram's defaults to what `setWebhook` was told. */
  targets: { telegram?: Target; whatsapp: Target };
  credentials?: SandboxCredentials;
  /** The file in which the conversations are kept from one start to the next; none: they are forgotten. */
  statePath?: string | undefined;
  people?: Person[];
  pace?: Partial<Pace>;
  /** The platforms' own limits of pace; without it they take any number of calls. */
  limits?: LimitOptions | undefined;
  /** What the page offers to open. */
  listEvents?: () => Promise<SandboxEvent[]>;
  /** Moves the clock that everybody shares, with the jobs that fall due on the way; without it the page has no such buttons. */
  advanceClock?: (ms: number) => Promise<void>;
  /** What makes its first reader the owner; without it the page offers nobody to organise. */
  ownerLink?: () => Promise<string | undefined>;
}

export interface Pace {
  /** Every wait between two tries of a webhook is multiplied by this. */
  waits: number;
  telegramTimeoutMs: number;
  whatsappTimeoutMs: number;
  /** How long a press may be answered, and is brought again. */
  pressLifeMs: number;
}

const TRUE_PACE: Pace = { waits: 1, telegramTimeoutMs: 60_000, whatsappTimeoutMs: 20_000, pressLifeMs: 150_000 };

export interface Sandbox extends Cast {
  credentials: SandboxCredentials;
  world: World;
  faults: Faults;
  limits: Limits;
  /** Every message that the app sent, for a judgement at the end. */
  sends: Sends["list"];
  /** What brings the updates of each messenger to the app. */
  webhooks: { telegram: Courier; whatsapp: Courier };
  /** The next message that WhatsApp accepts fails later, by a status with this code. */
  failNextOnWhatsapp(code: number): void;
  /** Meta looks at a template again, and tells the app what it thinks of it now. */
  reviewTemplate(template: { name: string; language: string }, review: Review): Promise<unknown>;
  /** The account may write to more or to fewer people a day, "TIER_2K" and the like, and the app is told. */
  changeDailyLimit(tier: string): Promise<unknown>;
  /** Something of Meta's that is no message: "account_update" and the like. */
  tellOnWhatsapp(field: string, value: object): Promise<unknown>;
  /** Resolves when the app has taken all there is to take, without waiting for a next time. */
  settled(): Promise<void>;
  /** The Bot API under /telegram-api and the Cloud API under /whatsapp-api. */
  doubles: Hono;
  /** The two phones, at /. */
  page: Hono;
  /** Both, to be mounted under /sandbox. */
  routes: Hono;
  /** Ends the live pages, gives up what is not delivered, writes the file. */
  close(): void;
}

/** Both messengers, simulated: strict doubles of their APIs, webhooks to the app, people to be, and a page to see it all. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { clock, targets, credentials = SANDBOX_CREDENTIALS, statePath, people } = options;
  const pace = { ...TRUE_PACE, ...options.pace };
  const world = createWorld({ clock, statePath, people });
  const faults = createFaults();
  const limits = createLimits(clock, options.limits);
  const sends = createSends(clock);
  const presses = createPresses(world, pace.pressLifeMs);

  const telegram = telegramCourier({
    world,
    credentials,
    pace: { waits: pace.waits, timeoutMs: pace.telegramTimeoutMs },
    target: targets.telegram,
    onAnswer: (body) => performQuietly(toShape(parseJson(body)) ?? {}, room, faults),
  });
  const room: TelegramRoom = {
    world,
    credentials,
    presses,
    limits: limits.telegram,
    sends,
    pendingUpdates: telegram.pending,
    webhookChanged: telegram.retryNow,
  };
  const whatsapp = whatsappCourier({
    world,
    credentials,
    pace: { waits: pace.waits, timeoutMs: pace.whatsappTimeoutMs },
    target: targets.whatsapp,
  });

  const statuses = createStatuses({ world, courier: whatsapp, credentials });
  const lives = {
    telegram: {
      world,
      courier: telegram,
      presses,
      credentials,
      limits: limits.telegram,
      pressLifeMs: pace.pressLifeMs,
    },
    whatsapp: { world, courier: whatsapp, credentials, limits: limits.whatsapp },
  };
  const callbackUrl = () => resolveTarget(targets.whatsapp);
  const whatsappRoom = { world, credentials, statuses, limits: limits.whatsapp, sends, callbackUrl };
  const doubles = new Hono();
  doubles.use("/telegram-api/*", loopbackOnly).route("/telegram-api", telegramDouble(room, faults));
  doubles.use("/whatsapp-api/*", loopbackOnly).route("/whatsapp-api", whatsappDouble(whatsappRoom, faults));
  const page = createPage({
    world,
    credentials,
    lives,
    listEvents: options.listEvents,
    advanceClock: options.advanceClock,
    ownerLink: options.ownerLink,
  });

  return {
    ...createCast(world, lives),
    credentials,
    world,
    faults,
    limits,
    sends: sends.list,
    webhooks: { telegram, whatsapp },
    failNextOnWhatsapp: statuses.failNext,
    ...createReviews({ world, courier: whatsapp, credentials }),
    async settled() {
      while (telegram.pending() + whatsapp.pending() > 0) await Promise.all([telegram.settled(), whatsapp.settled()]);
    },
    doubles,
    page: page.routes,
    routes: new Hono().route("/", page.routes).route("/", doubles),
    close() {
      page.close();
      telegram.close();
      whatsapp.close();
      world.close();
    },
  };
}
