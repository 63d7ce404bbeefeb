import type { Actor } from "../src/sandbox/cast.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";

/** Somebody who signs up on one messenger, step by step, so that things can happen in between. */
export interface Guest {
  actor: Actor;
  platform: "telegram" | "whatsapp";
  email: string;
  /** One step of the way from the link to the ticket. Resolves when the bot has answered as it should. */
  steps: readonly (() => Promise<unknown>)[];
  /** All the bot has said, without what differs from person to person. */
  transcript(): string[];
}

/** Strangers on both messengers, by turns, who are all on their way to one event. */
export function gather(world: { sandbox: Sandbox }, slug: string, count: number): Guest[] {
  return Array.from({ length: count }, (_, n) => invite(world, slug, n % 2 ? "whatsapp" : "telegram"));
}

/** A stranger on the way to an event. */
export function invite(world: { sandbox: Sandbox }, slug: string, platform: Guest["platform"]): Guest {
  const actor = world.sandbox.newPerson();
  const email = `${actor.name.replace(" ", "-").toLowerCase()}@club.example`;
  const phone = actor[platform];
  const timeoutMs = 20_000;
  const steps =
    platform === "telegram"
      ? [
          () => phone.asks(`/start e_${slug}`, { matching: /Library hall/, timeoutMs }),
          async () => {
            await phone.taps("Other name");
            await phone.hears({ matching: /name/, timeoutMs });
          },
          () => phone.asks(actor.name, { matching: /e-mail/, timeoutMs }),
        ]
      : [
          () => phone.asks(`Hello! I would like to come: ${slug}`, { matching: /Library hall/, timeoutMs }),
          async () => {
            await phone.taps("Sign me up");
            await phone.hears({ matching: /What name/, timeoutMs });
          },
          async () => {
            await phone.taps("Use this name");
            await phone.hears({ matching: /e-mail/, timeoutMs });
          },
        ];
  return {
    actor,
    platform,
    email,
    steps: [
      ...steps,
      () => phone.asks(email, { matching: /Confirm|check/i, timeoutMs }),
      async () => {
        await phone.taps("Confirm");
        await phone.hears({ matching: /You are in/, timeoutMs });
      },
    ],
    transcript: () =>
      phone.messages
        .filter(({ author }) => author === "bot")
        .map(({ text }) =>
          text
            .replaceAll(actor.name, "NAME")
            .replaceAll(email, "EMAIL")
            .replace(/\b[A-Z0-9]{4,}-?[A-Z0-9]{4,}\b|\/t\/\S+/g, "CODE"),
        ),
  };
}

/** Lets all of them take their nth step at the same time. */
export async function step(guests: readonly Guest[], n: number): Promise<void> {
  await Promise.all(guests.map(({ steps }) => steps[n]?.()));
}
