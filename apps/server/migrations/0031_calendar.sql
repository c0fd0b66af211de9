-- What an installation adds to the calendar of the program: days on which a unit is closed.

-- 停业: local days off (flood, epidemic, power cut of a hall) for a unit and all below it. Never deleted: lifted.
create table local_closure (
  closure_id uuid primary key,
  city_code text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  first_on date not null,
  last_on date not null,
  reason text not null,
  created_at timestamptz not null,
  created_by_name text not null,
  lifted_at timestamptz,
  check (last_on >= first_on)
);
create index local_closure_path on local_closure using gist (unit_path);

alter table local_closure enable row level security;
alter table local_closure force row level security;
-- Handed down: a deadline below depends on it.
create policy local_closure_read on local_closure for select to nuandeng_app
  using (unit_path <@ (select app_scope()) or unit_path @> any ((select app_scope())::ltree[]));
create policy local_closure_add on local_closure for insert to nuandeng_app with check (unit_path <@ (select app_scope()));
create policy local_closure_change on local_closure for update to nuandeng_app
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
create policy local_closure_system on local_closure to nuandeng_system using (true) with check (true);
grant select, insert, update on local_closure to nuandeng_app, nuandeng_system;
