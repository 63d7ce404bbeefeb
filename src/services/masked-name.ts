const MOST_WORDS = 3;

/** A name as much of it as its owner knows again, and nobody else learns: "M•• W••"; empty if there is none. */
export function maskName(name: string | null): string {
  const words = name?.split(" ").filter(Boolean) ?? [];
  return words
    .slice(0, MOST_WORDS)
    .map((word) => `${[...word][0]}••`)
    .join(" ");
}
