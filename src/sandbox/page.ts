import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type Context, Hono } from "hono";
import type { SandboxCredentials } from "./credentials.ts";
import { act } from "./page-actions.ts";
import { drawPage } from "./page-html.ts";
import { createPageStream } from "./page-stream.ts";
import { choosePageLanguage, PAGE_TEXTS } from "./page-texts.ts";
import { createPause } from "./pause.ts";
import { parseJson, type Shape, toShape } from "./shape.ts";
import type { TelegramLife } from "./telegram-account.ts";
import type { WhatsappLife } from "./whatsapp-account.ts";
import type { World } from "./world.ts";

/** An event that the page offers to open on either phone. */
export interface SandboxEvent {
  title: string;
  /** ISO 8601. */
  startsAt: string;
  timeZone: string;
  telegramLink: string;
  whatsappLink: string;
}

export interface PageDeps {
  world: World;
  credentials: SandboxCredentials;
  lives: { telegram: TelegramLife; whatsapp: WhatsappLife };
  listEvents: (() => Promise<SandboxEvent[]>) | undefined;
  advanceClock: ((ms: number) => Promise<void>) | undefined;
  /** What makes its first reader the owner; without it nobody can organise from the page. */
  ownerLink: (() => Promise<string | undefined>) | undefined;
}

export interface Page {
  routes: Hono;
  /** Ends the live streams, which would keep a server from closing. */
  close(): void;
}

const PATIENCE_MS = 2000;
const LONGEST_STEP_MS = 24 * 60 * 60_000;
const TYPES: Record<string, string> = { ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'";

/** The two phones in a browser, live by server-sent events. */
export function createPage(deps: PageDeps): Page {
  const { world, credentials, listEvents = async () => [], advanceClock, ownerLink } = deps;
  const stream = createPageStream({ world, listEvents });
  const patience = createPause();
  const assets = readAssets();
  const routes = new Hono();

  routes.get("/", (c) => {
    const language = choosePageLanguage(c.req.query("lang"), c.req.header("accept-language"));
    c.header("Content-Security-Policy", POLICY);
    const base = c.req.path.replace(/\/$/, "");
    const { botName } = credentials.telegram;
    const { phone } = credentials.whatsapp;
    return c.html(
      drawPage({
        base,
        texts: PAGE_TEXTS[language],
        language,
        botName,
        phone,
        canMove: advanceClock !== undefined,
        canOrganise: ownerLink !== undefined,
      }),
    );
  });
  routes.get("/assets/:file", (c) => {
    const asset = assets.get(c.req.param("file"));
    if (!asset) return c.notFound();
    return c.body(asset.text, 200, { "content-type": asset.type, "cache-control": "no-cache" });
  });
  routes.get("/media/:id", (c) => showMedia(c, world));
  routes.get("/events", (c) => stream.open(c));
  routes.post("/actions", async (c) => {
    const asked = await readAsked(c);
    if (!asked) return c.json({ outcome: "impossible" }, 400);
    // A browser has few connections to one server: none of them waits for an app that is away.
    const outcome = await Promise.race([act(asked, deps), patience.wait(PATIENCE_MS).then(() => "waiting")]);
    return c.json({ outcome });
  });
  const clock = createClockHand(world, advanceClock);
  routes.post("/clock", async (c) => clock(c, await readAsked(c)));
  return {
    routes,
    close() {
      patience.close();
      stream.close();
    },
  };
}

/** JSON only: a browser asks before it sends that from a foreign page, and is not answered. */
async function readAsked(c: Context): Promise<Shape | undefined> {
  if (!c.req.header("content-type")?.startsWith("application/json")) return undefined;
  return toShape(parseJson(await c.req.text()));
}

function readAssets(): Map<string, { text: string; type: string }> {
  const folder = join(import.meta.dirname, "assets");
  return new Map(
    readdirSync(folder).map((name) => {
      const type = TYPES[extname(name)] ?? "text/plain";
      return [name, { text: readFileSync(join(folder, name), "utf8"), type }];
    }),
  );
}

/** Only pictures and PDFs are shown as what they are; anything else is a download. */
function showMedia(c: Context, { state }: World): Response {
  const media = state.media[c.req.param("id") ?? ""];
  if (!media) return c.body(null, 404);
  const isShown = /^(image\/(png|jpeg|webp|gif)|application\/pdf)$/.test(media.type);
  const name = `filename*=UTF-8''${encodeURIComponent(media.fileName)}`;
  return c.body(new Uint8Array(Buffer.from(media.base64, "base64")), 200, {
    "content-type": isShown ? media.type : "application/octet-stream",
    "content-disposition": `${isShown ? "inline" : "attachment"}; ${name}`,
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=86400, immutable",
  });
}

/** One move at a time; those who look on see when it begins and when it ends. */
function createClockHand(world: World, advance: PageDeps["advanceClock"]) {
  let moving = false;
  return async (c: Context, asked: Shape | undefined): Promise<Response> => {
    const ms = Number(asked?.ms);
    if (!advance || !(ms > 0 && ms <= LONGEST_STEP_MS)) return c.json({ moved: false }, 400);
    if (moving) return c.json({ moved: false }, 409);
    moving = true;
    world.happenings.emit({ type: "clock", moving });
    try {
      await advance(ms);
    } finally {
      moving = false;
      world.happenings.emit({ type: "clock", moving });
    }
    return c.json({ moved: true });
  };
}
