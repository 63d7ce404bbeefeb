const MAX_LENGTH = 60;

// Letters that lose more than an accent on their way to a-z.
const SPELLED: Record<string, string> = {
  ...spell("абвгдезийклмнопрстуфхыэіґ", "a b v g d e z i y k l m n o p r s t u f kh y e i g"),
  ...spell("ёжцчшщъьюяїєў", "e zh ts ch sh shch - - yu ya yi ye u"),
  ...spell("ßæøœłđðþı", "ss ae o oe l d d th i"),
};

/** What an event is called in links: its title in a-z, 0-9 and hyphens. Never a bare number, which would be a choice. */
export function toSlug(title: string): string {
  const letters = Array.from(title.toLowerCase().normalize("NFC"), (letter) => SPELLED[letter] ?? letter).join("");
  const words = letters
    .normalize("NFKD")
    .replace(/[\p{M}'’ʼ"«»“”]/gu, "")
    .replace(/[^a-z0-9]+/g, "-");
  const slug = cut(words.replace(/^-/, ""), MAX_LENGTH);
  return /[a-z]/.test(slug) ? slug : cut(`event-${slug}`, MAX_LENGTH);
}

/** The slug itself, or the first of slug-2, slug-3, ... that is not taken; never over 60 characters. */
export function toFreeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let n = 2; ; n++) {
    const candidate = `${cut(slug, MAX_LENGTH - `-${n}`.length)}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function cut(slug: string, length: number): string {
  return slug.slice(0, length).replace(/-$/, "");
}

function spell(letters: string, spellings: string): Record<string, string> {
  const all = spellings.split(" ");
  return Object.fromEntries(Array.from(letters, (letter, i) => [letter, (all[i] ?? "").replace("-", "")]));
}
