import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** How many messages the platforms counted as what. `billable: false`: they said that it costs nothing. */
export interface PriceCount {
  category: string;
  billable: boolean;
  count: number;
}

/** Counts the messages sent from one moment until another, most of them a month, by what they are charged as. */
export async function countByPriceCategory(
  db: Kysely<Database>,
  { from, until }: { from: Date; until: Date },
): Promise<PriceCount[]> {
  return db
    .selectFrom("outbox")
    .select((eb) => [
      eb.ref("priceCategory").$notNull().as("category"),
      eb.fn.coalesce("priceBillable", eb.lit(true)).as("billable"),
      eb.fn.countAll<number>().as("count"),
    ])
    .where("priceCategory", "is not", null)
    .where("sentAt", ">=", from)
    .where("sentAt", "<", until)
    .groupBy(["category", "billable"])
    .orderBy("category")
    .orderBy("billable", "desc")
    .execute();
}
