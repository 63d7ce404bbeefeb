import type { Locator, Page } from "playwright-core";

/** Opens an event's link, as the list beside the phones offers it. */
export async function openEvent(page: Page, title: string, phone: "Telegram" | "WhatsApp"): Promise<void> {
  await page.locator("#events li").filter({ hasText: title }).getByText(`Open in ${phone}`).click();
}

/** One of the two phones on the sandbox's page, used as a person uses it. */
export interface ScreenPhone {
  writes(text: string): Promise<void>;
  /** Presses the newest button, or row of an open list, with this title. */
  taps(title: string): Promise<void>;
  /** Waits until the newest words contain this. */
  sees(words: string | RegExp): Promise<void>;
  /** Waits until the last message is of the bot, and contains this. */
  answers(words: string | RegExp): Promise<void>;
  log: Locator;
  /** What stands above the talk. */
  bar: Locator;
}

export function phoneOn(page: Page, platform: "telegram" | "whatsapp"): ScreenPhone {
  const phone = page.locator(`#${platform}`);
  const log = phone.getByRole("log");
  return {
    log,
    bar: phone.locator("header"),
    async writes(text) {
      await phone.getByRole("textbox").fill(text);
      await phone.getByRole("textbox").press("Enter");
    },
    taps: (title) => phone.getByRole("button", { name: title }).last().click(),
    answers: (words) => log.locator(".message").last().and(log.locator(".bot")).filter({ hasText: words }).waitFor(),
    sees: (words) => log.getByText(words).last().waitFor(),
  };
}
