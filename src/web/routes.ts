import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { Locale } from "../messages.ts";
import { readMyData } from "../services/my-data.ts";
import { eventRoutes } from "./api/events.ts";
import { type Checks, healthRoutes } from "./health.ts";
import { lostRoutes } from "./public/lost.ts";
import { myDataRoutes } from "./public/my-data.ts";
import { privacyRoutes } from "./public/privacy.ts";
import type { PageTexts } from "./public/reader.ts";
import { ticketRoutes } from "./public/ticket.ts";

interface Deps {
  db: Kysely<Database>;
  clock: Clock;
  texts: PageTexts;
  publicUrl: string;
  apiTokens: readonly string[];
  /** Links to an event's card in both messengers, as far as they are known. */
  shareLinks(slug: string): { telegram: string | null; whatsapp: string | null };
  /** Where the team at the door checks a ticket in. */
  doorLink(code: string, locale: Locale): string | undefined;
  checks: Checks;
  wakeDispatcher(): void;
}

/** Pages run nothing, load nothing and stand in nobody's frame. HTTPS for good is for Caddy to say, who has the domain. */
const strict = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    imgSrc: ["data:"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

/** Everything that is not a messenger: health, API and the public pages. */
export function createWeb(deps: Deps): Hono {
  const { db, clock, texts, publicUrl } = deps;
  const takeMyData = (token: string) => db.transaction().execute((trx) => readMyData(trx, { token, now: clock.now() }));
  return new Hono()
    .use(strict)
    .route("/health", healthRoutes(deps.checks))
    .route("/api/v1", eventRoutes(deps))
    .route("/t", ticketRoutes({ db, clock, texts, publicUrl, doorLink: deps.doorLink }))
    .route("/privacy", privacyRoutes(texts))
    .route("/my-data", myDataRoutes({ texts, readMyData: takeMyData }))
    .route("/", lostRoutes(texts));
}
