-- Field records, the counters they move in the same transaction, and the closing of a day.

-- 现场记录. Never updated: a correction or withdrawal is a new row whose corrects_id points to the
-- old one; a row counts while no other row points to it and it is not itself a withdrawal.
create table field_record (
  city_code text not null,
  record_id uuid not null,
  campaign_id uuid not null,
  -- The date in Asia/Shanghai of occurred_at.
  activity_day date not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  kind text not null check (kind in ('person-deployment', 'vehicle-deployment', 'visit', 'transaction',
    'opinion', 'leaflets', 'withdrawal')),
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  device_id text not null,
  recorded_by uuid not null,
  walk_in_type text,
  customer_class text check (customer_class in ('A', 'B', 'C1', 'C2')),
  -- Staff number, number plate or account number, by kind: what is counted only once.
  subject text,
  quantity integer not null check (quantity >= 0),
  -- Place, business, opinion or reason in words.
  text text,
  longitude double precision,
  latitude double precision,
  remark text,
  -- Name and telephone of the person met: sealed, and as it is shown.
  contact_sealed text,
  contact_masked jsonb,
  activity_id uuid,
  corrects_id uuid,
  -- Came in after the day was closed (迟到).
  is_late boolean not null,
  -- SHA-256 of what was sent; stands in the Event too, so that a changed row is found.
  digest text not null,
  primary key (city_code, record_id)
);
-- At most one row may correct another.
create unique index field_record_corrects on field_record (city_code, corrects_id) where corrects_id is not null;
create index field_record_newest on field_record (campaign_id, activity_day, received_at desc, record_id desc);
-- For the record that takes over when the one that counted for a subject is withdrawn.
create index field_record_subject on field_record (city_code, campaign_id, activity_day, subject)
  where kind in ('person-deployment', 'vehicle-deployment', 'visit');
create index field_record_unit on field_record (unit_id, activity_day, received_at desc, record_id desc);

-- What a search finds: every two neighbouring characters (二元组) of the words of a record, in one form
-- of width and case. PostgreSQL has no word breaking for Chinese, and trigrams miss two-character words.
create function search_form(words text) returns text language sql immutable parallel safe
  return lower(normalize(words, nfkc));
create function bigrams(words text) returns text[] language sql immutable parallel safe
  return array(select distinct substr(words, at, 2) from generate_series(1, length(words) - 1) as at);
create function record_words(subject text, words text, remark text) returns text language sql immutable parallel safe
  return search_form(coalesce(subject, '') || ' ' || coalesce(words, '') || ' ' || coalesce(remark, ''));
create index field_record_words on field_record using gin (bigrams(record_words(subject, text, remark)));

-- 计数: per campaign × day × unit × bucket; summed up on read. `late` holds what came after closing.
create table day_total (
  city_code text not null,
  campaign_id uuid not null,
  activity_day date not null,
  unit_id uuid not null,
  unit_path ltree not null,
  bucket text not null check (bucket in ('day', 'late')),
  people integer not null default 0,
  vehicles integer not null default 0,
  customers integer not null default 0,
  transactions integer not null default 0,
  opinions integer not null default 0,
  leaflets integer not null default 0,
  person_times integer not null default 0,
  vehicle_times integer not null default 0,
  visit_times integer not null default 0,
  primary key (city_code, campaign_id, activity_day, unit_id, bucket)
);

create index day_total_day on day_total (campaign_id, activity_day);

-- The same figures by hour, walk-in type and customer class ('' where a record has none).
create table day_breakdown (
  city_code text not null,
  campaign_id uuid not null,
  activity_day date not null,
  unit_id uuid not null,
  unit_path ltree not null,
  bucket text not null check (bucket in ('day', 'late')),
  hour smallint not null,
  walk_in_type text not null,
  customer_class text not null,
  people integer not null default 0,
  vehicles integer not null default 0,
  customers integer not null default 0,
  transactions integer not null default 0,
  opinions integer not null default 0,
  leaflets integer not null default 0,
  person_times integer not null default 0,
  vehicle_times integer not null default 0,
  visit_times integer not null default 0,
  primary key (city_code, campaign_id, activity_day, unit_id, bucket, hour, walk_in_type, customer_class)
);

create index day_breakdown_day on day_breakdown (campaign_id, activity_day);

-- Bookkeeping of the whole city, written and read as nuandeng_system: a subject that a sibling unit
-- holds must be found although its row is out of the writer's reach.
-- 去重: each person, vehicle and customer of a city's day once, held by the record that counts for it.
create table day_subject (
  city_code text not null,
  campaign_id uuid not null,
  activity_day date not null,
  kind text not null check (kind in ('person-deployment', 'vehicle-deployment', 'visit')),
  subject text not null,
  record_id uuid not null,
  unit_id uuid not null,
  unit_path ltree not null,
  -- How many records that count name this subject (人次).
  times integer not null,
  primary key (city_code, campaign_id, activity_day, kind, subject)
);

-- 核对: the newest recount of each city's day from its records.
create table recount (
  city_code text not null,
  campaign_id uuid not null,
  activity_day date not null,
  recounted_at timestamptz not null,
  result text not null check (result in ('equal', 'different')),
  differences jsonb not null,
  primary key (city_code, campaign_id, activity_day)
);

create index recount_oldest on recount (recounted_at);

-- 日结: the signed snapshot of a day, for the whole campaign.
create table day_closing (
  city_code text not null,
  campaign_id uuid not null,
  activity_day date not null,
  unit_path ltree not null,
  closed_at timestamptz not null,
  closed_by uuid not null,
  closed_by_name text not null,
  -- {totals, rows: [{unitId, totals}]}: exactly what was signed.
  snapshot jsonb not null,
  digest text not null,
  signature text not null,
  key_id text not null,
  primary key (city_code, campaign_id, activity_day)
);

do $$
declare table_name text;
begin
  foreach table_name in array array['field_record', 'day_total', 'day_breakdown', 'day_subject'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

create policy field_record_app on field_record to nuandeng_app
  using (unit_path <@ app_scope()) with check (unit_path <@ app_scope());
create policy day_total_app on day_total for select to nuandeng_app using (unit_path <@ app_scope());
create policy day_breakdown_app on day_breakdown for select to nuandeng_app using (unit_path <@ app_scope());

grant select, insert on field_record to nuandeng_app, nuandeng_system;
grant select on day_total, day_breakdown to nuandeng_app;
grant select, insert, update, delete on day_total, day_breakdown, day_subject to nuandeng_system;

alter table recount enable row level security;
alter table recount force row level security;
-- No unit and no person in it: whether a city's sums agree may be seen by whoever has any scope.
create policy recount_app on recount for select to nuandeng_app using (app_scope() is not null);
create policy recount_system on recount to nuandeng_system using (true) with check (true);
grant select on recount to nuandeng_app;
grant select, insert, update on recount to nuandeng_system;

alter table day_closing enable row level security;
alter table day_closing force row level security;
-- Read by the units above the one that closed it and by those below; written from above.
create policy day_closing_app on day_closing for select to nuandeng_app
  using (unit_path <@ app_scope() or unit_path @> any (app_scope()));
create policy day_closing_close on day_closing for insert to nuandeng_app with check (unit_path <@ app_scope());
create policy day_closing_system on day_closing to nuandeng_system using (true) with check (true);
grant select, insert on day_closing to nuandeng_app, nuandeng_system;
