-- Requests, what happened to them, and the clocks that public promises put on them.

-- 工单: one thing owed to a customer. `city_code` is that of the unit that accepted it and never changes;
-- `unit_id` is who works it now.
create table service_request (
  city_code text not null,
  request_id uuid not null,
  number text not null,
  kind text not null check (kind in ('fault', 'complaint', 'whistle-blow', 'opinion', 'suggestion', 'enquiry', 'praise',
    'service', 'new-supply')),
  subkind text,
  grade text check (grade in ('general', 'important', 'major', 'special')),
  channel text not null,
  state text not null check (state in ('accepted', 'assigned', 'working', 'done', 'closed', 'withdrawn')),
  -- 2 once it was reopened.
  round smallint not null default 1 check (round in (1, 2)),
  is_paused boolean not null default false,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  accepted_unit_id uuid not null references unit,
  -- The first acceptance: no transfer and no reclassification changes it.
  accepted_at timestamptz not null,
  recorded_at timestamptz not null,
  accepted_by uuid not null,
  accepted_by_name text not null,
  owner_id uuid,
  owner_name text,
  reopened_at timestamptz,
  done_at timestamptz,
  closed_at timestamptz,
  -- The edition in force on the day of acceptance; none before the first one.
  edition text,
  area text check (area in ('urban', 'rural', 'remote')),
  supply_class text,
  customer_id uuid,
  account_no text,
  address text,
  content text not null,
  is_anonymous boolean not null,
  is_confidential boolean not null,
  accused_unit_id uuid references unit,
  -- Name and telephone: sealed, as it is shown (not at all when confidential), and a keyed digest to find by.
  contact_sealed text,
  contact_masked jsonb,
  phone_key text,
  chases integer not null default 0,
  flags text[] not null default '{}',
  satisfaction text,
  primary key (city_code, request_id),
  check (not is_anonymous or contact_sealed is null),
  check (not is_confidential or contact_masked is null),
  check ((state in ('done', 'closed')) = (done_at is not null))
);
create index service_request_id on service_request (request_id);
create index service_request_number on service_request (number);
create index service_request_newest on service_request (accepted_at desc, request_id desc);
create index service_request_owner on service_request (owner_id) where state in ('assigned', 'working');
create index service_request_account on service_request (account_no, kind, accepted_at desc)
  where account_no is not null;
create index service_request_phone on service_request (phone_key, kind, accepted_at desc) where phone_key is not null;

-- 环节: what happened, never changed; a correction is a new row that an old one points to.
create table request_step (
  city_code text not null,
  request_id uuid not null,
  step_id uuid not null,
  round smallint not null,
  step text not null,
  taken_at timestamptz not null,
  recorded_at timestamptz not null,
  taken_by uuid not null,
  taken_by_name text not null,
  outcome text not null check (outcome in ('done', 'attempt')),
  note text,
  replaced_by_id uuid,
  primary key (city_code, request_id, step_id)
);
create unique index request_step_once on request_step (city_code, request_id, round, step)
  where outcome = 'done' and replaced_by_id is null;

-- 暂停: for a listed reason, by somebody, from a time to a time.
create table request_pause (
  city_code text not null,
  request_id uuid not null,
  pause_id uuid not null,
  round smallint not null,
  reason text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  paused_by uuid not null,
  paused_by_name text not null,
  note text,
  primary key (city_code, request_id, pause_id),
  check (to_at is null or to_at >= from_at)
);
create unique index request_pause_open on request_pause (city_code, request_id) where to_at is null;

-- 回访.
create table request_call_back (
  city_code text not null,
  request_id uuid not null,
  call_back_id uuid not null,
  round smallint not null,
  called_at timestamptz not null,
  called_by uuid not null,
  called_by_name text not null,
  -- None: nobody answered.
  satisfaction text,
  note text,
  primary key (city_code, request_id, call_back_id)
);

-- 承诺时钟: one promise on one request. Limit, unit and statistic are copies: an edition never reaches back.
create table commitment_clock (
  city_code text not null,
  request_id uuid not null,
  round smallint not null,
  rule_row text not null,
  edition text not null,
  item text not null,
  period_limit integer not null,
  period_unit text not null check (period_unit in ('minute', 'hour', 'day', 'working-day')),
  statistic text not null check (statistic in ('maximum', 'average')),
  unit_id uuid not null references unit,
  unit_path ltree not null,
  started_at timestamptz not null,
  -- Null while it is paused.
  due_at timestamptz,
  warn_at timestamptz,
  -- [from, to] of the pauses that moved the deadline.
  pauses jsonb not null default '[]',
  is_provisional boolean not null,
  is_assumed boolean not null,
  stopped_at timestamptz,
  verdict text not null check (verdict in ('open', 'kept', 'broken', 'measured')),
  first_verdict text,
  warned_at timestamptz,
  -- {reason, evidence, by, at}: out of the count, the verdict stays.
  exemption jsonb,
  primary key (city_code, request_id, round, rule_row)
);
-- The due scan reads only what falls due, the board only a month.
create index commitment_clock_due on commitment_clock (due_at)
  where verdict = 'open' and statistic = 'maximum' and exemption is null;
create index commitment_clock_warn on commitment_clock (warn_at)
  where verdict = 'open' and warned_at is null and exemption is null;
create index commitment_clock_provisional on commitment_clock (due_at) where verdict = 'open' and is_provisional;
create index commitment_clock_started on commitment_clock (started_at);

-- 判定: every verdict there ever was on a clock; none is changed.
create table clock_verdict (
  city_code text not null,
  request_id uuid not null,
  verdict_id uuid not null,
  round smallint not null,
  rule_row text not null,
  verdict text not null,
  due_at timestamptz,
  stopped_at timestamptz,
  judged_at timestamptz not null,
  cause text not null,
  judged_by_name text not null,
  primary key (city_code, request_id, verdict_id)
);

-- 升级: told to the unit above, to somebody by name.
create table escalation (
  city_code text not null,
  escalation_id uuid not null,
  request_id uuid not null,
  round smallint not null,
  -- None: it is the request as a whole, for the third time.
  rule_row text,
  cause text not null check (cause in ('broken', 'third-time')),
  unit_path ltree not null,
  to_unit_id uuid not null references unit,
  to_person_id uuid,
  to_person_name text,
  raised_at timestamptz not null,
  primary key (city_code, escalation_id)
);
create index escalation_request on escalation (city_code, request_id);
create index escalation_person on escalation (to_person_id, raised_at desc);

do $$
declare table_name text;
begin
  foreach table_name in array array['service_request', 'commitment_clock', 'escalation'] loop
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ (select app_scope()))
      with check (unit_path <@ (select app_scope()))', table_name || '_app', table_name);
  end loop;
  -- What belongs to a request is seen and written by those who see the request.
  foreach table_name in array array['request_step', 'request_pause', 'request_call_back', 'clock_verdict'] loop
    execute format('create policy %I on %I to nuandeng_app
      using (exists (select from service_request r where r.city_code = %I.city_code and r.request_id = %I.request_id))
      with check (exists (select from service_request r where r.city_code = %I.city_code and r.request_id = %I.request_id))',
      table_name || '_app', table_name, table_name, table_name, table_name, table_name);
  end loop;
  foreach table_name in array array['service_request', 'request_step', 'request_pause', 'request_call_back',
      'commitment_clock', 'clock_verdict', 'escalation'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

grant select, insert, update on service_request, request_step, request_pause, commitment_clock
  to nuandeng_app, nuandeng_system;
grant select, insert on request_call_back, clock_verdict, escalation to nuandeng_app, nuandeng_system;
