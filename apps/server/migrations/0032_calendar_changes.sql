-- Deadlines follow the calendar: notices that came after the program, and what was computed again since.

-- 放假安排: a yearly notice of the State Council that the program does not know yet.
create table calendar_notice (
  year integer primary key check (year between 2007 and 2060),
  days_off date[] not null,
  make_up_days date[] not null,
  source text not null,
  declared_at timestamptz not null,
  declared_by_name text not null
);

-- Up to which day notices were known when provisional deadlines were last computed: one row.
create table calendar_state (
  only_one boolean primary key default true check (only_one),
  known_to date not null,
  computed_at timestamptz not null
);

-- Null until the deadlines at and below the unit follow the closure, or its lifting.
alter table local_closure add column applied_at timestamptz;
create index local_closure_to_apply on local_closure (created_at) where applied_at is null;

alter table calendar_notice enable row level security;
alter table calendar_notice force row level security;
-- No unit and no person in it. Written by whoever holds the permission for the whole province.
create policy calendar_notice_read on calendar_notice for select to nuandeng_app using (true);
create policy calendar_notice_add on calendar_notice for insert to nuandeng_app
  with check (exists (select from unit u where u.parent_id is null and u.path = any ((select app_scope())::ltree[])));
create policy calendar_notice_system on calendar_notice to nuandeng_system using (true) with check (true);
grant select, insert on calendar_notice to nuandeng_app, nuandeng_system;

alter table calendar_state enable row level security;
alter table calendar_state force row level security;
create policy calendar_state_system on calendar_state to nuandeng_system using (true) with check (true);
grant select, insert, update on calendar_state to nuandeng_system;
