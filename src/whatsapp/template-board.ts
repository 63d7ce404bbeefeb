import { isTroubling, type Notice } from "./notices.ts";
import type { TemplateStanding, TemplateState } from "./template-status.ts";

/** `announced`: Meta will soon take it for another category. `disliked`: people block or report it. */
export type TemplateFlaw = Exclude<TemplateState, "approved"> | "announced" | "disliked" | "refused";

/** A template of ours that cannot be sent, or soon cannot. */
export interface FlawedTemplate {
  template: string;
  language: string;
  flaw: TemplateFlaw;
}

/** What is known to be wrong with our templates: by asking Meta, and between two times of asking by its news. */
export interface TemplateBoard {
  /** Meta was asked: this is how all of them stand. */
  asked(standings: TemplateStanding[]): void;
  /** Whether it was about a template. */
  heard(notice: Notice): boolean;
  /** By name and language. */
  flawed(): FlawedTemplate[];
}

/** Of these the list of templates says nothing, so asking does not end them; other news does. */
type Foreboding = Extract<TemplateFlaw, "announced" | "disliked">;

const FLAW_OF_EVENT = new Map<string, TemplateFlaw>([
  ["REJECTED", "rejected"],
  ["PAUSED", "paused"],
  ["LIMIT_EXCEEDED", "paused"],
  ["FLAGGED", "disliked"],
  ["DELETED", "missing"],
  ["PENDING_DELETION", "missing"],
]);

export function createTemplateBoard(): TemplateBoard {
  const standing = new Map<string, FlawedTemplate>();
  const foreboding = { announced: new Map<string, FlawedTemplate>(), disliked: new Map<string, FlawedTemplate>() };

  function mark(flaws: Map<string, FlawedTemplate>, { template, language, flaw }: FlawedTemplate): void {
    flaws.set(`${template} ${language}`, { template, language, flaw });
  }

  function forebode(flaw: Foreboding, notice: Notice & { template: string; language: string }): void {
    if (isTroubling(notice)) mark(foreboding[flaw], { ...notice, flaw });
    else foreboding[flaw].delete(`${notice.template} ${notice.language}`);
  }

  return {
    asked(standings) {
      standing.clear();
      for (const { name: template, language, state } of standings) {
        if (state !== "approved") mark(standing, { template, language, flaw: state });
        if (state === "recategorised") foreboding.announced.delete(`${template} ${language}`); // it has come to pass
      }
    },
    heard(notice) {
      switch (notice.type) {
        case "template-status":
          if (isTroubling(notice)) {
            mark(standing, { ...notice, flaw: FLAW_OF_EVENT.get(notice.event) ?? "disabled" });
          } else standing.delete(`${notice.template} ${notice.language}`);
          return true;
        case "template-category":
          if (!notice.soon && isTroubling(notice)) mark(standing, { ...notice, flaw: "recategorised" });
          else forebode("announced", notice);
          return true;
        case "template-quality":
          forebode("disliked", notice);
          return true;
        case "template-refused":
          mark(standing, { ...notice, flaw: "refused" });
          return true;
        default:
          return false;
      }
    },
    flawed() {
      // What is so already says more than what is to be feared.
      const all = new Map([...foreboding.disliked, ...foreboding.announced, ...standing]);
      return [...all].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, flawed]) => flawed);
    },
  };
}
