-- How call-backs are made is set by each utility, and not by the program.

-- 回访规则: of a unit and all below it; the nearest one binds.
create table call_back_rule (
  city_code text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  attempts smallint not null check (attempts between 1 and 10),
  hours_apart smallint not null check (hours_apart between 0 and 72),
  -- [[from, to]]: hours of the day at which nobody is called; may pass midnight.
  quiet_hours jsonb not null,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (unit_id, city_code)
);

alter table call_back_rule enable row level security;
alter table call_back_rule force row level security;
-- Handed down: a call below depends on it.
create policy call_back_rule_read on call_back_rule for select to nuandeng_app
  using (unit_path <@ (select app_scope()) or unit_path @> any ((select app_scope())::ltree[]));
create policy call_back_rule_add on call_back_rule for insert to nuandeng_app
  with check (unit_path <@ (select app_scope()));
create policy call_back_rule_change on call_back_rule for update to nuandeng_app
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
create policy call_back_rule_system on call_back_rule to nuandeng_system using (true) with check (true);
grant select, insert, update on call_back_rule to nuandeng_app, nuandeng_system;
