import type { Transaction } from "kysely";
import type { FilledField } from "../database/linking-schema.ts";
import type { Database } from "../database/schema.ts";
import { setUser, type UserRow } from "../database/users.ts";

type Facts = Partial<
  Pick<
    UserRow,
    | "name"
    | "email"
    | "emailVerifiedAt"
    | "locale"
    | "timeZone"
    | "preferredPlatform"
    | "silencedAt"
    | "remindersOffAt"
    | "consentAt"
    | "consentVersion"
  >
>;

/** What belongs together is taken together. A STOP said by either holds for the person. */
const FIELDS: Record<FilledField, (row: UserRow) => Facts> = {
  name: ({ name }) => ({ name }),
  email: ({ email, emailVerifiedAt }) => ({ email, emailVerifiedAt }),
  locale: ({ locale }) => ({ locale }),
  timeZone: ({ timeZone }) => ({ timeZone }),
  preferredPlatform: ({ preferredPlatform }) => ({ preferredPlatform }),
  silencedAt: ({ silencedAt }) => ({ silencedAt }),
  consent: ({ consentAt, consentVersion, remindersOffAt }) => ({ consentAt, consentVersion, remindersOffAt }),
};

const NAMES = Object.keys(FIELDS).filter((name): name is FilledField => name in FIELDS);

/** Gives the kept row what only the merged one knows; gives which, so that it can be taken back. */
export async function fillGaps(
  trx: Transaction<Database>,
  { kept, merged, now }: { kept: UserRow; merged: UserRow; now: Date },
): Promise<FilledField[]> {
  const filled = NAMES.filter((name) => isEmpty(FIELDS[name](kept)) && !isEmpty(FIELDS[name](merged)));
  await setUser(trx, kept.id, { ...toFacts(filled, merged), updatedAt: now });
  return filled;
}

/** Takes back what came from the merged row and is still so. */
export async function emptyGaps(
  trx: Transaction<Database>,
  { kept, merged, filled, now }: { kept: UserRow; merged: UserRow; filled: FilledField[]; now: Date },
): Promise<void> {
  const unchanged = filled.filter((name) => isSame(FIELDS[name](kept), FIELDS[name](merged)));
  const emptied = Object.fromEntries(Object.keys(toFacts(unchanged, merged)).map((field) => [field, null]));
  await setUser(trx, kept.id, { ...emptied, updatedAt: now });
}

function toFacts(names: FilledField[], row: UserRow): Facts {
  return Object.assign({}, ...names.map((name) => FIELDS[name](row)));
}

function isEmpty(facts: Facts): boolean {
  return Object.values(facts).every((value) => value === null);
}

function isSame(one: Facts, other: Facts): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
