-- Lists that are taken in, how far each got, and what customers said according to them.

-- 导入批次: one file into one target at one unit. Its progress moves in the transaction of the rows.
create table import_run (
  city_code text not null,
  run_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  target text not null,
  file_name text not null,
  -- SHA-256 of the file with the sheet and the mapping: a killed run is found again by it.
  digest text not null,
  state text not null check (state in ('importing', 'done')),
  -- The last row of the file that was dealt with, and the sums up to it.
  last_row integer not null default 0,
  rows integer not null default 0,
  created integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  started_by uuid not null,
  started_at timestamptz not null,
  moved_at timestamptz not null,
  primary key (city_code, run_id),
  check (rows = created + changed + unchanged + rejected)
);
-- At most one unfinished run of the same file at a unit.
create unique index import_run_open on import_run (city_code, unit_id, target, digest) where state = 'importing';

-- Why a row was refused. Not what stood in it: that stays in the file.
create table import_fault (
  city_code text not null,
  run_id uuid not null,
  row_no integer not null,
  unit_path ltree not null,
  -- [{field, column, code, message}]
  faults jsonb not null,
  primary key (city_code, run_id, row_no),
  foreign key (city_code, run_id) references import_run
);

-- 意见与建议, as lists bring them.
create table opinion (
  city_code text not null,
  opinion_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  -- Where the list comes from, and its number there; without a number, a digest of what was said.
  source text not null,
  number text not null,
  place text,
  topic text,
  text text not null,
  category text,
  said_at timestamptz,
  -- Name and telephone of who said it: sealed, and as it is shown.
  contact_sealed text,
  contact_masked jsonb,
  -- Keyed hash of all that the list says of it: tells unchanged rows from changed ones.
  digest text not null,
  received_at timestamptz not null,
  primary key (city_code, opinion_id),
  unique (city_code, source, number)
);
create index opinion_unit on opinion (unit_id, received_at desc, opinion_id desc);

do $$
declare table_name text;
begin
  foreach table_name in array array['import_run', 'import_fault', 'opinion'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ app_scope()) with check (unit_path <@ app_scope())',
      table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

grant select, insert, update on import_run, opinion to nuandeng_app, nuandeng_system;
grant select, insert on import_fault to nuandeng_app, nuandeng_system;
