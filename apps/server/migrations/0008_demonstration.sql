-- Marks a database that holds invented data (演示数据), so that every screen of it says so.

create table demonstration (
  is_one boolean primary key default true check (is_one),
  prepared_at timestamptz not null,
  campaign_id uuid not null,
  -- The log-ins that the log-in page offers. Nothing secret: this database holds nothing real.
  password text not null,
  accounts jsonb not null,
  display_key text not null
);
alter table demonstration enable row level security;
alter table demonstration force row level security;
create policy demonstration_system on demonstration to nuandeng_system using (true) with check (true);
grant select, insert on demonstration to nuandeng_system;
