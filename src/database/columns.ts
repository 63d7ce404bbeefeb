import type { ColumnType } from "kysely";

/** The columns that most tables have, as they are read, inserted and updated. */
export type Moment = ColumnType<Date, Date, Date>;
export type MaybeMoment = Maybe<Date>;
export type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>;
/** jsonb: written as the text of it. */
export type Json<T> = ColumnType<T, string, string>;
