import { type Kysely, sql } from "kysely";

/** Who may organise: roles of people, and the one-use links that give them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table staff_links, staff").execute(db);
}

const ROLE = "text not null check (role in ('owner', 'organiser', 'door'))";

const STATEMENTS = [
  // A merge leaves both rows as they are: a person has the best role of all they were, and an undo needs to give none back.
  `create table staff (
    user_id uuid primary key references users (id),
    role ${ROLE},
    name text,
    invited_by uuid references users (id),
    created_at timestamptz not null,
    removed_at timestamptz
  )`,

  `create table staff_links (
    id uuid primary key,
    token_hash bytea not null unique,
    role ${ROLE},
    made_by uuid references users (id),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by uuid references users (id)
  )`,
  "create index staff_links_made_by on staff_links (made_by) where used_at is null",
  // What is printed at a start is one link, from however many processes.
  "create unique index staff_links_printed on staff_links ((true)) where made_by is null and used_at is null",
];
