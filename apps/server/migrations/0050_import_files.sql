-- Lists that people send through the browser: the file, how its columns are read, and runs that the server works on.

-- 导入文件: lies in the data folder (imports/) until it was taken in or its time is over.
create table import_file (
  city_code text not null,
  file_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  target text not null,
  file_name text not null,
  bytes bigint not null,
  -- SHA-256 of the file.
  digest text not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  -- When a run of it was last asked for: its time counts from here.
  used_at timestamptz not null,
  erased_at timestamptz,
  primary key (city_code, file_id)
);
create index import_file_id on import_file (file_id);
create index import_file_kept on import_file (used_at) where erased_at is null;

-- 列对应方案: which column of lists with these headings holds what.
create table import_profile (
  city_code text not null,
  profile_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  target text not null,
  name text not null,
  -- Of the headings, in whatever order they stand.
  fingerprint text not null,
  -- {field: heading}
  map jsonb not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (city_code, profile_id),
  constraint import_profile_name unique (city_code, unit_id, target, name)
);
create index import_profile_id on import_profile (profile_id);

alter table import_run
  add column is_dry_run boolean not null default false,
  -- None for a run of the command line.
  add column file_id uuid,
  -- {sheet, headerRow, map}
  add column choices jsonb,
  -- How much of the file was read.
  add column fraction real not null default 0,
  add column is_stop_asked boolean not null default false,
  -- {code, message}: why the list as a whole was not taken, or the run broke off.
  add column refusal jsonb,
  -- Of a dry run, which leaves no import_fault: [{row, column, code, message}]
  add column errors jsonb,
  -- Of a dry run: some rows that would be created or changed, sealed.
  add column sample_sealed text,
  -- The workbook of refused rows lies in the data folder (imports/).
  add column has_workbook boolean not null default false,
  drop constraint import_run_state_check,
  add constraint import_run_state_check check (state in ('waiting', 'importing', 'stopped', 'done', 'failed')),
  add constraint import_run_file foreign key (city_code, file_id) references import_file;
drop index import_run_open;
create unique index import_run_open on import_run (city_code, unit_id, target, digest)
  where state in ('waiting', 'importing', 'stopped') and not is_dry_run;
create index import_run_next on import_run (started_at) where state in ('waiting', 'importing');
create index import_run_newest on import_run (started_at desc, run_id desc);
create index import_run_id on import_run (run_id);
create index import_run_workbook on import_run (moved_at) where has_workbook;

do $$
declare table_name text;
begin
  foreach table_name in array array['import_file', 'import_profile'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()))',
      table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

grant select, insert, update on import_file to nuandeng_app, nuandeng_system;
grant select, insert, delete on import_profile to nuandeng_app, nuandeng_system;
