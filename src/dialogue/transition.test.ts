import fc from "fast-check";
import { expect, test } from "vitest";
import { outcomes } from "../../test/any-outcome.ts";
import { said, snapshots, speakers, texts } from "../../test/anything.ts";
import { choir, clubEvent, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { freshSnapshot, storeAndRead, talk } from "../../test/talk.ts";
import { parsePress } from "../presses.ts";
import type { Input, Speaker } from "./input.ts";
import type { Outcome } from "./outcome.ts";
import type { DialogueState } from "./state.ts";
import type { Step } from "./step.ts";
import { startOver, transition } from "./transition.ts";

/** What holds of every step of the machine, whatever came. */
function expectLawful(step: Step): void {
  if (step.request) {
    expect(step.reply).toBeUndefined();
    expect(step.snapshot.state.type).toBe("WAITING");
    return;
  }
  storeAndRead(step.snapshot);
  for (const choice of step.reply?.choices.flat() ?? []) {
    if (choice.type !== "press") continue;
    expect(Buffer.byteLength(choice.data)).toBeLessThanOrEqual(64);
    expect(parsePress(choice.data)).toBeDefined();
  }
  expect(JSON.parse(JSON.stringify(step.reply ?? null))).toEqual(step.reply ?? null);
}

const isSilent = (state: DialogueState, input: Input) =>
  state.type === "GROUP" || input.type === "edited" || (input.type === "unsupported" && input.kind === "reaction");

test("any input in any state gives one reply, or asks the services", () => {
  fc.assert(
    fc.property(snapshots, said, speakers, (snapshot, input, speaker) => {
      const step = transition(snapshot, input, speaker);
      expectLawful(step);
      if (!isSilent(snapshot.state, input)) expect([step.reply, step.request].filter(Boolean)).toHaveLength(1);
    }),
    { numRuns: 3000 },
  );
});

test("any outcome of any question gives one reply, or asks again", () => {
  fc.assert(
    fc.property(
      snapshots,
      said,
      speakers,
      fc.array(outcomes, { minLength: 1, maxLength: 4 }),
      (snapshot, input, speaker, all) => {
        let step = transition(snapshot, input, speaker);
        for (const outcome of all) {
          if (!step.request) return;
          step = transition(step.snapshot, { type: "outcome", outcome }, speaker);
          expectLawful(step);
          expect([step.reply, step.request].filter(Boolean)).toHaveLength(1);
        }
      },
    ),
    { numRuns: 5000 },
  );
});

test("an outcome nobody asked for repeats the question", () => {
  fc.assert(
    fc.property(snapshots, outcomes, speakers, (snapshot, outcome, speaker) => {
      expectLawful(transition(snapshot, { type: "outcome", outcome }, speaker));
    }),
  );
});

test("STOP is asked of the services in every state of a person's chat", () => {
  fc.assert(
    fc.property(snapshots, speakers, fc.constantFrom("STOP", "стоп", " Stop! ", "/stop"), (snapshot, speaker, text) => {
      fc.pre(snapshot.state.type !== "GROUP");
      expect(transition(snapshot, { type: "text", text }, speaker).request).toEqual({ type: "silence" });
    }),
  );
});

test("nothing but the buttons and words for it touches a seat", () => {
  const harmless = texts.filter((text) => !/^\s*(yes|2|999)\s*$/.test(text));
  fc.assert(
    fc.property(snapshots, harmless, speakers, (snapshot, text, speaker) => {
      const { request } = transition({ ...snapshot, offered: [] }, { type: "text", text }, speaker);
      expect(["register", "register-known", "give-up", "forget", "accept-link"]).not.toContain(request?.type);
    }),
    { numRuns: 2000 },
  );
});

test("a conversation of an unknown shape starts over with the events, and says so", () => {
  const speaker: Speaker = { platform: "telegram", profileName: undefined, languageCode: "ru", defaultLocale: "en" };
  const asked = startOver(freshSnapshot(), { type: "text", text: "yes" }, speaker);
  expect(asked.request).toEqual({ type: "list-events", page: 0 });

  const events = [clubEvent(1), clubEvent(2)].map(({ event, capacity, taken, waiting }) => ({
    event,
    seats: { capacity, taken, waiting },
  }));
  const listed: Outcome = { type: "events-listed", page: 0, before: 0, total: 2, events };
  const { reply } = transition(asked.snapshot, { type: "outcome", outcome: listed }, speaker);
  expect(reply).toMatchObject({ text: "event-list", locale: "ru", lead: { key: "lead-started-over" } });
});

test("STOP is obeyed even when the stored state cannot be read", () => {
  const speaker: Speaker = {
    platform: "whatsapp",
    profileName: undefined,
    languageCode: undefined,
    defaultLocale: "en",
  };
  expect(startOver(freshSnapshot(), { type: "text", text: "Stop!" }, speaker).request).toEqual({ type: "silence" });
});

test("whatever a person says and presses, no conversation goes in circles", () => {
  const inputs = fc.array(fc.oneof(said, fc.nat(5)), { maxLength: 25 });
  fc.assert(
    fc.property(inputs, speakers, fc.boolean(), (all, speaker, small) => {
      const events = small ? [meetUp({ capacity: 258 })] : [meetUp(), choir({ taken: 300, waiting: 4 }), clubEvent(3)];
      const person = talk(speaker.platform, servicesOf({ events, known: ["a@b.org"] }), speaker);
      for (const input of all) {
        if (typeof input !== "number") {
          person.send(input);
          continue;
        }
        const { offered } = person.snapshot();
        const data = offered[input % Math.max(offered.length, 1)]?.data ?? "events";
        person.send({ type: "press", data, messageId: undefined });
      }
    }),
    { numRuns: 300 },
  );
});
