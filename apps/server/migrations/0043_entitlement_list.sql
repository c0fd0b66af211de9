-- 民政名单: which list of which source stands at a unit. Nobody is named in it; the people are in the protected store.
create table entitlement_list (
  city_code text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  source text not null,
  month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  imported_at timestamptz not null,
  primary key (unit_id, source, city_code)
);
alter table entitlement_list enable row level security;
alter table entitlement_list force row level security;
create policy entitlement_list_app on entitlement_list to nuandeng_app
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
create policy entitlement_list_system on entitlement_list to nuandeng_system using (true) with check (true);
grant select, insert, update on entitlement_list to nuandeng_app, nuandeng_system;
