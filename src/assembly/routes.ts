import { Hono } from "hono";
import type { Platform } from "../messages.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { toSandboxLink } from "../sandbox/links.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { doorLink, shareLinks } from "../texts/share-links.ts";
import type { Checks } from "../web/health.ts";
import { createWeb } from "../web/routes.ts";
import type { Ground } from "./ground.ts";
import type { Messenger } from "./messengers.ts";

interface Served {
  messengers: ReadonlyMap<Platform, Messenger>;
  sandbox: Sandbox | undefined;
  outbox: Outbox;
  checks: Checks;
  metrics: Hono;
}

/** Every path this process answers. */
export function toRoutes(ground: Ground, { messengers, sandbox, outbox, checks, metrics }: Served): Hono {
  const { config, database, clock, house, texts } = ground;
  const routes = new Hono();
  for (const [name, messenger] of messengers) routes.route(`/${name}`, messenger.routes);
  if (sandbox) routes.route("/sandbox", sandbox.routes).get("/", (c) => c.redirect("/sandbox"));
  const web = createWeb({
    db: database.rest,
    clock,
    texts: {
      plainText: texts.plainText,
      locale: config.locale,
      get organisation() {
        return house.organisation;
      },
    },
    publicUrl: house.publicUrl,
    apiTokens: config.apiTokens,
    doorLink(code, locale) {
      const link = doorLink(code, house, locale);
      return link && sandbox ? toSandboxLink(link, locale) : link;
    },
    shareLinks: (slug) => shareLinks(slug, house, config.locale),
    checks,
    wakeDispatcher: outbox.dispatcher.wake,
  });
  return routes.route("/metrics", metrics).route("/", web);
}
