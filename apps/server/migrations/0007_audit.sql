-- The chain that seals Events off the write path, and the indexes by which the audit trail is read.

-- 区块: per city; each names the one before it by its hash, and each was signed as the head of its day.
create table event_block (
  city_code text not null,
  block_no integer not null check (block_no > 0),
  previous_hash text not null,
  -- Over the hashes of its Events in order (event_seal.hash).
  events_hash text not null,
  event_count integer not null,
  -- With those of all blocks before.
  total_events bigint not null,
  sealed_at timestamptz not null,
  hash text not null,
  signature text not null,
  key_id text not null,
  -- Two servers that seal at once make no fork.
  primary key (city_code, block_no)
);

-- Where each sealed Event stands. Apart from the event, so that the event is never touched again.
create table event_seal (
  city_code text not null,
  block_no integer not null,
  position integer not null,
  event_id uuid not null,
  -- Keyed, over the whole Event and its place.
  hash bytea not null,
  primary key (city_code, block_no, position),
  unique (city_code, event_id)
);

-- The trail is read newest first, by person and by kind; text in "C", so that a noun is a range of kinds.
create index event_newest on event (city_code, recorded_at desc, event_id desc);
create index event_actor on event (city_code, actor_id, recorded_at desc, event_id desc);
create index event_kind on event (city_code, kind collate "C", recorded_at desc, event_id desc);

alter table event_block enable row level security;
alter table event_block force row level security;
-- A chain is the whole city's: it is seen by those whose reach holds the whole city.
create policy event_block_app on event_block for select to nuandeng_app using (exists (
  select from unit u where u.city_code = event_block.city_code and u.kind in ('province', 'city')
    and u.path <@ app_scope()));
create policy event_block_system on event_block to nuandeng_system using (true) with check (true);

alter table event_seal enable row level security;
alter table event_seal force row level security;
create policy event_seal_app on event_seal for select to nuandeng_app using (exists (
  select from event e where e.city_code = event_seal.city_code and e.event_id = event_seal.event_id));
create policy event_seal_system on event_seal to nuandeng_system using (true) with check (true);

grant select on event_block, event_seal to nuandeng_app;
grant select, insert on event_block, event_seal to nuandeng_system;
