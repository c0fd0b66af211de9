-- Promises that run backwards: notice before an outage, and before somebody is cut off for arrears.

-- A reverse clock is due when the outage begins; `stopped_at` is when the notice was given.
alter table commitment_clock add column is_reverse boolean not null default false;

-- Verdicts belong to a clock, whatever the clock is on.
drop policy clock_verdict_app on clock_verdict;
create policy clock_verdict_app on clock_verdict to nuandeng_app
  using (exists (select from commitment_clock c where c.city_code = clock_verdict.city_code
    and c.request_id = clock_verdict.request_id and c.round = clock_verdict.round and c.rule_row = clock_verdict.rule_row))
  with check (exists (select from commitment_clock c where c.city_code = clock_verdict.city_code
    and c.request_id = clock_verdict.request_id and c.round = clock_verdict.round and c.rule_row = clock_verdict.rule_row));

-- 停电计划.
create table outage (
  city_code text not null,
  outage_id uuid not null,
  kind text not null check (kind in ('planned', 'temporary')),
  unit_id uuid not null references unit,
  unit_path ltree not null,
  state text not null check (state in ('planned', 'published', 'begun', 'ended', 'cancelled')),
  area text not null,
  line text not null,
  reason text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  planned_at timestamptz not null,
  planned_by_name text not null,
  edition text,
  -- The latest instant for the notice, by the edition; none where it has no such promise.
  notice_by timestamptz,
  published_at timestamptz,
  -- How and where it stands published: {channel, reference}.
  proof jsonb,
  published_by_name text,
  begun_at timestamptz,
  ended_at timestamptz,
  primary key (city_code, outage_id),
  check (ends_at > begins_at),
  check ((published_at is null) = (proof is null))
);
create index outage_id on outage (outage_id);
create index outage_begins on outage (begins_at desc, outage_id);

-- 欠费停电: one procedure against one account, from the first reminder to its end.
create table arrears_case (
  city_code text not null,
  case_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  account_no text not null,
  amount_fen bigint not null check (amount_fen > 0),
  paid_fen bigint not null default 0,
  overdue_since date not null,
  is_important boolean not null,
  guards text[] not null,
  state text not null check (state in ('open', 'approved', 'notified', 'reminded', 'stopped', 'settled', 'aborted')),
  opened_at timestamptz not null,
  opened_by_name text not null,
  edition text,
  urged_at timestamptz[] not null default '{}',
  approved_at timestamptz,
  approved_by_name text,
  notified_at timestamptz,
  -- {kind, reference}: how the delivery is proved.
  notice_proof jsonb,
  reminded_at timestamptz,
  stopped_at timestamptz,
  settled_at timestamptz,
  -- The request that the supply be restored.
  reconnection_id uuid,
  primary key (city_code, case_id),
  check ((notified_at is null) = (notice_proof is null))
);
create index arrears_case_id on arrears_case (case_id);
create index arrears_case_newest on arrears_case (opened_at desc, case_id);
create unique index arrears_case_running on arrears_case (account_no)
  where state not in ('settled', 'aborted');

do $$
declare table_name text;
begin
  foreach table_name in array array['outage', 'arrears_case'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ (select app_scope()))
      with check (unit_path <@ (select app_scope()))', table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
    execute format('grant select, insert, update on %I to nuandeng_app, nuandeng_system', table_name);
  end loop;
end $$;
