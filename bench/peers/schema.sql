-- What each of the peers keeps: events with a count of taken seats, and registrations.
create table events (
  id bigint generated always as identity primary key,
  slug text not null unique,
  title text not null,
  starts_at timestamptz not null,
  place text not null,
  capacity int,
  taken int not null default 0 check (capacity is null or taken <= capacity)
);
create table registrations (
  id bigint generated always as identity primary key,
  event_id bigint not null references events,
  person text not null,
  name text not null,
  email text not null,
  code text not null unique,
  created_at timestamptz not null default now(),
  unique (event_id, person)
);
