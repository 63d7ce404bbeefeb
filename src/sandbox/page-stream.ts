import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { SandboxEvent } from "./page.ts";
import { createPause } from "./pause.ts";
import { type Live, viewHappening, viewWorld } from "./view.ts";
import type { World } from "./world.ts";

/** Proxies end connections on which nothing is said. */
const PULSE_MS = 20_000;

export interface PageStream {
  open(c: Context): Response;
  close(): void;
}

interface Deps {
  world: World;
  listEvents: () => Promise<SandboxEvent[]>;
}

/** Server-sent events: all there is at first, then each thing as it happens. */
export function createPageStream({ world, listEvents }: Deps): PageStream {
  const pulse = createPause();

  async function run(send: (live: Live) => Promise<void>, isOver: () => boolean): Promise<void> {
    // One after the other, in the order in which things happened.
    let queue = Promise.resolve();
    const say = (live: Live) => {
      queue = queue.then(() => send(live)).catch(() => undefined);
    };
    const sayEvents = async () => say({ event: "events", data: await listEvents() });

    say(viewWorld(world));
    const stop = world.happenings.listen((happening) => {
      const live = viewHappening(world, happening);
      if (live) say(live);
      if (happening.type === "clock" && !happening.moving) void sayEvents().catch(() => undefined);
    });
    try {
      await sayEvents();
      while (!isOver() && !pulse.isClosed()) {
        await pulse.wait(PULSE_MS);
        say({ event: "pulse", data: {} });
        // Organisers publish events meanwhile.
        void sayEvents().catch(() => undefined);
      }
    } finally {
      stop();
      await queue;
    }
  }

  return {
    open(c) {
      c.header("X-Accel-Buffering", "no");
      return streamSSE(c, (stream) =>
        run(
          ({ event, data }) => stream.writeSSE({ event, data: JSON.stringify(data) }),
          () => stream.aborted || stream.closed,
        ),
      );
    },
    close: pulse.close,
  };
}
