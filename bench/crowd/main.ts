import { rush } from "./crowd.ts";
import { openDoubles } from "./doubles.ts";
import { createGuests, type Guests } from "./guests.ts";
import type { Order } from "./order.ts";
import { createPoster } from "./poster.ts";

/*
 * The people and both platforms in a process of their own, the same for every program: who sends the webhook also sees
 * the reply, with one clock. It is told its orders by the process that started it, and ends with it.
 */

let guests: Guests | undefined;
const doubles = await openDoubles((said) => guests?.hear(said));

process.on("message", (order: Order) => void obey(order));
process.on("disconnect", () => process.exit(0));
process.send?.({ telegramApiRoot: doubles.telegramApiRoot, whatsappApiRoot: doubles.whatsappApiRoot });

async function obey(order: Order): Promise<void> {
  const poster = createPoster(order.port);
  // As a proxy keeps them. Node takes one new connection in each turn of its loop: while it works hard, the last of 256
  // that come at once waits for seconds.
  await poster.open(order.atOnce);
  guests = createGuests(order, poster);
  const report = await rush(order, guests, doubles.takeCalls);
  poster.close();
  process.send?.(report);
}
