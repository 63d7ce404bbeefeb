/** A table of Markdown: names to the left, figures to the right. */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, n) => (n === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.map(asCell).join(" | ")} |`).join("\n");
}

function asCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** With as many digits as mean something: three, and none after the point from a hundred on. */
export function toFigure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
