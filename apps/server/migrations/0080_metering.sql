-- Meter data (ADR 16): which file of readings counts for a month of a city, and what its imports refused.

-- 抄表导入: one run of the command, at a city or, when the register tells the city, at the province.
create table reading_import (
  city_code text not null,
  import_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  -- [{name, digest, encoding, form, period, rows, rejected}]
  files jsonb not null,
  -- Lines, or cells of a wide file.
  rows bigint not null,
  imported bigint not null,
  unchanged bigint not null,
  -- 未抄: neither a reading nor a fault.
  unread bigint not null,
  rejected bigint not null,
  imported_by uuid not null,
  imported_by_name text not null,
  imported_at timestamptz not null,
  primary key (city_code, import_id)
);
create index reading_import_newest on reading_import (imported_at desc, import_id desc);
create index reading_import_id on reading_import (import_id);

-- 拒收行: with its text, so that whoever sent the file finds and mends it.
create table reading_reject (
  city_code text not null,
  import_id uuid not null,
  reject_no integer not null,
  unit_path ltree not null,
  file_name text not null,
  line bigint not null,
  column_name text,
  code text not null,
  message text not null,
  raw text,
  primary key (city_code, import_id, reject_no),
  foreign key (city_code, import_id) references reading_import
);

-- 抄表数据文件: metering/<city_code>/<month>/<file_id>.parquet in the data folder. Written last: whatever lies there
-- without a row is litter. At most one file of a month counts; a superseded one is swept by the next import.
create table reading_file (
  city_code text not null,
  file_id uuid not null,
  month date not null check (extract(day from month) = 1),
  unit_id uuid not null references unit,
  unit_path ltree not null,
  import_id uuid not null,
  source_names text[] not null,
  rows bigint not null,
  accounts bigint not null,
  -- Readings that this import brought or changed.
  changed bigint not null,
  -- Of all readings, in hundredths of a kilowatt-hour.
  used bigint not null,
  -- The days that its readings touch: from the first on, up to the last.
  first_day date not null,
  last_day date not null,
  daily_rows bigint not null,
  bytes bigint not null,
  -- SHA-256 of the file.
  digest text not null,
  written_by_name text not null,
  written_at timestamptz not null,
  superseded_at timestamptz,
  primary key (city_code, file_id)
);
create unique index reading_file_counts on reading_file (city_code, month) where superseded_at is null;
create index reading_file_list on reading_file (month desc, city_code, written_at desc);

-- 抄表覆盖率: per station, as the newest import of the month found the register.
create table reading_coverage (
  city_code text not null,
  month date not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  customers integer not null,
  -- With at least one reading that ends in the month.
  covered integer not null check (covered <= customers),
  primary key (city_code, month, unit_id)
);
create index reading_coverage_list on reading_coverage (unit_path, month);

do $$
declare table_name text;
begin
  foreach table_name in array array['reading_import', 'reading_reject', 'reading_file', 'reading_coverage'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()))',
      table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;
-- Counties and stations see which months of their city are there; no account stands in it.
create policy reading_file_below on reading_file for select to nuandeng_app
  using (unit_path @> (select app_scope()));

grant select on reading_import, reading_reject, reading_file, reading_coverage to nuandeng_app;
grant select, insert on reading_import, reading_reject to nuandeng_system;
grant select, insert, update, delete on reading_file, reading_coverage to nuandeng_system;
