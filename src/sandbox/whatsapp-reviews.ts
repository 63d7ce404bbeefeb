import type { Outcome } from "./courier.ts";
import { WHATSAPP_LIFE_MS, type WhatsappLife } from "./whatsapp-account.ts";
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
  tellOnWhatsapp(field: string, value: object): Promise<Outcome>;
}

/** Meta's second thoughts, each told by its own webhook. */
export function createReviews({ world, courier, credentials }: Omit<WhatsappLife, "limits">): Reviews {
  const tell = (field: string, value: object) =>
    courier.deliver({ queue: "account", body: toChange(credentials, field, value), lifeMs: WHATSAPP_LIFE_MS });

  return {
    tellOnWhatsapp: tell,
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
