-- What a recount found is a row per unit, seen by those who reach the unit: it used to stand in a table
-- that any scope may read. The recount runs without end, so earlier findings are found anew.
create table recount_difference (
  city_code text not null,
  campaign_id uuid not null,
  activity_day date not null,
  unit_id uuid not null,
  unit_path ltree not null,
  measure text not null,
  counted bigint not null,
  recounted bigint not null,
  primary key (city_code, campaign_id, activity_day, unit_id, measure)
);

create index recount_difference_day on recount_difference (campaign_id, activity_day);

alter table recount_difference enable row level security;
alter table recount_difference force row level security;
create policy recount_difference_app on recount_difference for select to nuandeng_app
  using (unit_path <@ (select app_scope()));
create policy recount_difference_system on recount_difference to nuandeng_system using (true) with check (true);
grant select on recount_difference to nuandeng_app;
grant select, insert, delete on recount_difference to nuandeng_system;

alter table recount drop column result, drop column differences;
