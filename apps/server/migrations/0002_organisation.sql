-- The tree of units and the people who hold roles in it.

-- 单位. A reference table: names of units are public. `path` is made of codes, which never change;
-- `name` is today's, `unit_name` keeps the ones before.
create table unit (
  unit_id uuid primary key,
  parent_id uuid references unit,
  kind text not null check (kind in ('province', 'city', 'county', 'station', 'team')),
  code text not null unique,
  name text not null,
  path ltree not null unique,
  city_code text not null check (city_code ~ '^[0-9]{6}$'),
  -- The city and county above (or the unit itself), so that sums need no walk up the tree.
  city_id uuid references unit,
  county_id uuid references unit,
  valid_from date not null,
  valid_to date,
  merged_into_id uuid references unit,
  check (valid_to is null or valid_to >= valid_from),
  check ((parent_id is null) = (kind = 'province'))
);
create index unit_parent on unit (parent_id, code);
create index unit_path on unit using gist (path);

create table unit_name (
  unit_id uuid not null references unit,
  valid_from date not null,
  name text not null,
  primary key (unit_id, valid_from)
);

-- 人员.
create table person (
  person_id uuid primary key,
  city_code text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  login_name text not null unique,
  name text not null,
  staff_no text not null unique,
  is_active boolean not null default true,
  created_at timestamptz not null
);
create index person_unit_path on person using gist (unit_path);

-- 任职: a role held at a unit for a time.
create table assignment (
  assignment_id uuid primary key,
  city_code text not null,
  person_id uuid not null references person,
  role text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  valid_from date not null,
  valid_to date,
  granted_by uuid,
  check (valid_to is null or valid_to >= valid_from)
);
create index assignment_person on assignment (person_id);
-- 三员分立: nobody holds two of system, security and audit administration at a time.
create extension if not exists btree_gist;
alter table assignment add constraint assignment_separated exclude using gist (
  person_id with =, role with <>, daterange(valid_from, valid_to, '[)') with &&
) where (role in ('system-admin', 'security-admin', 'auditor'));

alter table person enable row level security;
alter table person force row level security;
create policy person_app on person to nuandeng_app
  using (unit_path <@ app_scope()) with check (unit_path <@ app_scope());
create policy person_system on person to nuandeng_system using (true) with check (true);

alter table assignment enable row level security;
alter table assignment force row level security;
create policy assignment_app on assignment to nuandeng_app
  using (unit_path <@ app_scope()) with check (unit_path <@ app_scope());
create policy assignment_system on assignment to nuandeng_system using (true) with check (true);

grant select, insert, update on unit, unit_name, person, assignment to nuandeng_app, nuandeng_system;
