import { type Label, label } from "../intents.ts";
import { type Finding, type Status, toAdvice, toTitle, toWords } from "./finding.ts";

interface Means {
  /** Words a phrase in the operator's language. */
  say(phrase: Label): string;
  /** Colours, or none. */
  paint(status: Status, text: string): string;
  at: Date;
  timeZone: string;
}

const WIDTH = 110;
const INDENT = "   ";

/** What is read on a terminal: a line for each part, then for each that is not in order what it means and what to do. */
export function toReport(findings: readonly Finding[], means: Means): string {
  const { say, at, timeZone } = means;
  const moment = { type: "moment", at: at.toISOString(), zone: timeZone } as const;
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const [broken, warnings] = [count("broken"), count("warning")];
  const sum = broken + warnings ? label("doctor-report-count", { broken, warnings }) : label("doctor-report-well");
  const remedies = toRemedies(findings, means);
  const advice = remedies.length ? [say(label("doctor-report-mend")), ...remedies] : [];
  return [say(label("doctor-report-title", { at: moment })), toTable(findings, means), ...advice, say(sum)].join(
    "\n\n",
  );
}

/** 1 if something is broken, 2 if there are warnings only, else 0. */
export function toExitCode(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ status }) => status === "broken")) return 1;
  return findings.some(({ status }) => status === "warning") ? 2 : 0;
}

function toTable(findings: readonly Finding[], { say, paint }: Means): string {
  const rows = findings.map((finding) => ({
    status: finding.status,
    word: say(label(`doctor-status-${finding.status}`)),
    title: say(toTitle(finding)),
    text: say(toWords(finding)),
  }));
  const widest = (lengths: number[]) => Math.max(0, ...lengths);
  const wordWidth = widest(rows.map(({ word }) => word.length));
  const titleWidth = widest(rows.map(({ title }) => title.length));
  const lines = rows.map(({ status, word, title, text }) => {
    const start = `  ${paint(status, word.padEnd(wordWidth))}  ${title.padEnd(titleWidth)}  `;
    return start + wrap(text, " ".repeat(wordWidth + titleWidth + 6));
  });
  return lines.join("\n");
}

function toRemedies(findings: readonly Finding[], { say, paint }: Means): string[] {
  const bad = [...findings.filter(isStatus("broken")), ...findings.filter(isStatus("warning"))];
  return bad.flatMap((finding, index) => {
    const advice = toAdvice(finding);
    if (!advice) return [];
    const head = paint(finding.status, `${index + 1}. ${say(toTitle(finding))}`);
    return [`${head}\n${INDENT}${wrap(say(toWords(finding)), INDENT)}\n${INDENT}${wrap(say(advice), INDENT)}`];
  });
}

function isStatus(status: Status): (finding: Finding) => boolean {
  return (finding) => finding.status === status;
}

/** Lines that a terminal need not break itself, the further ones after `indent`. */
function wrap(text: string, indent: string): string {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? "";
    if (last && indent.length + last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.join(`\n${indent}`);
}
