/**
 * What Telegram takes in one message. Texts are counted in UTF-16 units after entity parsing,
 * which is never less than the characters that Telegram counts.
 */
export const LIMITS = {
  text: 4096,
  caption: 1024,
  /** UTF-8 bytes. */
  callbackData: 64,
  copyText: 256,
  buttons: 100,
  buttonsPerRow: 8,
  /** No documented limit: beyond this a phone shows nothing of it. */
  buttonTitle: 64,
} as const;
