import type { Outcome } from "./courier.ts";
import { WHATSAPP_LIFE_MS, type WhatsappLife } from "./whatsapp-account.ts";
import { factsOf } from "./whatsapp-nodes.ts";
import { toChange } from "./whatsapp-shapes.ts";
import { findTemplate } from "./whatsapp-templates.ts";

/** What Meta thinks of a template, in its own words; what is left out stays. */
export interface Review {
  /** APPROVED, PENDING, REJECTED, PAUSED, DISABLED. */
  status?: string;
  category?: "UTILITY" | "MARKETING";
  reason?: string;
}

export interface Reviews {
  reviewTemplate(template: { name: string; language: string }, review: Review): Promise<Outcome[]>;
  /** "TIER_2K" and the like: from now on the account may write to so many people a day. */
  changeDailyLimit(tier: string): Promise<Outcome>;
  tellOnWhatsapp(field: string, value: object): Promise<Outcome>;
}

/** Meta's second thoughts, each told by its own webhook. */
export function createReviews({ world, courier, credentials }: Omit<WhatsappLife, "limits">): Reviews {
  const tell = (field: string, value: object) =>
    courier.deliver({ queue: "account", body: toChange(credentials, field, value), lifeMs: WHATSAPP_LIFE_MS });

  return {
    tellOnWhatsapp: tell,
    changeDailyLimit(tier) {
      const facts = factsOf(world);
      const number = { ...facts.number, whatsapp_business_manager_messaging_limit: tier };
      world.state.whatsapp.facts = { ...facts, number };
      world.keep();
      return tell("business_capability_update", { max_daily_conversations_per_business: tier });
    },
    async reviewTemplate({ name, language }, { status, category, reason = "NONE" }) {
      const template = findTemplate(world, name, language);
      if (!template) throw new Error(`there is no template ${name} in ${language}`);
      const about = {
        message_template_id: Number(template.id),
        message_template_name: name,
        message_template_language: language,
      };
      const previous = template.category;
      Object.assign(template, status && { status, rejectedReason: reason }, category && { category });
      world.keep();
      const news: [field: string, value: object][] = [];
      if (status) news.push(["message_template_status_update", { ...about, event: status, reason }]);
      if (category && category !== previous) {
        news.push(["template_category_update", { ...about, previous_category: previous, new_category: category }]);
      }
      return Promise.all(news.map(([field, value]) => tell(field, value)));
    },
  };
}
