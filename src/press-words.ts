/** What the words of a button's data may be. */

export function isOneOf<T extends string>(all: readonly T[], word: string): word is T {
  return all.some((one) => one === word);
}

/** The number of a page, or of a button. */
export function isNumber(word: string): boolean {
  return /^\d{1,4}$/.test(word);
}
