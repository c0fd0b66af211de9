-- Signals: what rules make of readings, what persons make of signals, and whether the rules were right.

-- Whether this transaction is one of an operation under signal.*. nullif for the same reason as in app_scope.
create function app_signals() returns boolean language sql stable parallel safe
  return coalesce(nullif(current_setting('app.signals', true), '') = 'on', false);

-- 影响评估: what a rule of an edition is for, on which data and ground, what it risks. Approved by another person
-- than wrote it; a rule without one in force does not run. Kept when it is withdrawn or over (个人信息保护法 56).
create table impact_assessment (
  city_code text not null,
  assessment_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  rule_id text not null,
  edition text not null,
  purpose text not null,
  data_used text not null,
  legal_basis text not null,
  risk text not null,
  measures text not null,
  state text not null check (state in ('draft', 'approved', 'withdrawn')),
  written_by uuid not null,
  written_by_name text not null,
  written_at timestamptz not null,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  valid_until date,
  withdrawn_by_name text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  primary key (assessment_id, city_code),
  check (approved_by <> written_by),
  check (state <> 'approved' or (approved_by is not null and approved_at is not null and valid_until is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null and withdrawn_reason is not null))
);
create index impact_assessment_rule on impact_assessment (edition, rule_id);

-- 规则运行: the rules of an edition over the readings of a city.
create table rule_run (
  city_code text not null,
  run_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  edition text not null,
  rule_ids text[] not null check (cardinality(rule_ids) > 0),
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  fraction real not null default 0 check (fraction between 0 and 1),
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- The newest month of the readings.
  as_of text,
  -- Customers whose readings were looked at.
  seen integer,
  -- {ruleId: {found, fresh, again, resting, ended, skipped: {why: n}, notRun}}
  counts jsonb not null default '{}',
  refusal text,
  primary key (run_id, city_code),
  check ((state in ('done', 'failed')) = (finished_at is not null)),
  check ((state = 'failed') = (refusal is not null))
);
-- A city is looked at once at a time.
create unique index rule_run_open on rule_run (city_code) where state in ('waiting', 'running');
create index rule_run_newest on rule_run (asked_at desc, run_id desc);

-- 线索: one for each customer, rule and run of consecutive months. A hint, never a status of the customer.
create table signal (
  city_code text not null,
  signal_id uuid not null,
  customer_id uuid not null,
  rule_id text not null,
  rule_kind text not null,
  edition text not null,
  -- 空置单列: what is hardly about people stands apart.
  queue text not null,
  first_month date not null,
  last_month date not null,
  score integer not null check (score >= 0),
  colour text check (colour in ('red', 'yellow')),
  -- {title, titleEn, text, textEn, numbers}: the reason as the rule of that edition had it.
  reason jsonb not null,
  state text not null check (state in ('open', 'in-hand', 'dismissed', 'visited')),
  -- The newest one of a customer and a rule; those before it are its memory.
  is_last boolean not null default true,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  times_seen integer not null default 1,
  -- A later run looked, and it was so no longer.
  ended_at timestamptz,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  dismiss_reason text,
  dismiss_text text,
  -- The same situation is not proposed again until then.
  rests_until date,
  need_id uuid,
  verdict text,
  visited_on date,
  primary key (signal_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  foreign key (need_id, city_code) references need (need_id, city_code),
  check (last_month >= first_month),
  check ((state = 'open') = (decided_at is null)),
  check (state not in ('in-hand', 'visited') or need_id is not null),
  check ((state = 'dismissed') = (dismiss_reason is not null and dismiss_text is not null)),
  check ((state in ('dismissed', 'visited')) = (rests_until is not null)),
  check ((state = 'visited') = (verdict is not null and visited_on is not null))
);
create unique index signal_last on signal (city_code, customer_id, rule_id) where is_last;
create index signal_rank on signal (state, score desc, signal_id desc) where is_last;
create index signal_customer on signal (customer_id);
create unique index signal_need on signal (need_id) where need_id is not null;

-- 走访结果: what a visit found. Without a signal: the rule had not proposed it, somebody looked all the same.
create table signal_verdict (
  city_code text not null,
  verdict_id uuid not null,
  customer_id uuid not null,
  rule_id text not null,
  rule_kind text not null,
  signal_id uuid,
  verdict text not null check (verdict in ('confirmed', 'no-need', 'vacant', 'meter-fault', 'away', 'refused')),
  visited_on date not null,
  text text not null,
  recorded_by uuid not null,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  primary key (verdict_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  foreign key (signal_id, city_code) references signal (signal_id, city_code)
);
create index signal_verdict_signal on signal_verdict (signal_id);
create index signal_verdict_month on signal_verdict (visited_on, rule_id);
create index signal_verdict_customer on signal_verdict (customer_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['impact_assessment', 'rule_run', 'signal', 'signal_verdict'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
  -- The place is the customer's of this moment, as in migration 0040.
  foreach table_name in array array['signal', 'signal_verdict'] loop
    execute format($policy$create policy %1$I on %2$I to nuandeng_app
      using ((select app_signals()) and exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))
      with check ((select app_signals()) and exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))$policy$,
      table_name || '_app', table_name);
  end loop;
end $$;

create policy rule_run_app on rule_run to nuandeng_app
  using ((select app_signals()) and unit_path <@ (select app_scope()))
  with check ((select app_signals()) and unit_path <@ (select app_scope()));
create policy impact_assessment_app on impact_assessment to nuandeng_app
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
-- A unit hands its assessments down.
create policy impact_assessment_below on impact_assessment for select to nuandeng_app
  using (unit_path @> any (app_scope()));

grant select, insert, update on impact_assessment, rule_run, signal to nuandeng_app, nuandeng_system;
grant select, insert on signal_verdict to nuandeng_app, nuandeng_system;
