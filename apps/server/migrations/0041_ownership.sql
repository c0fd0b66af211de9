-- Who owns a customer and what a customer needs: liaison officers, and needs that stay owned until closed.

-- 联络员规则: the most specific one gives a customer its officer. Null: any.
create table liaison_rule (
  city_code text not null,
  rule_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  customer_class text check (customer_class in ('A', 'B', 'C1', 'C2')),
  use_category text,
  supply_area text check (supply_area in ('urban', 'rural', 'remote')),
  -- Load is balanced between them.
  officer_ids uuid[] not null check (cardinality(officer_ids) > 0),
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (rule_id, city_code)
);

-- The telephone that customers are shown. Of the work, never a private one.
create table officer_card (
  city_code text not null,
  person_id uuid not null references person,
  unit_path ltree not null,
  work_phone text not null,
  changed_at timestamptz not null,
  primary key (person_id, city_code)
);

-- 离岗与代班: from the first to the last day; why somebody is away is nobody's business here.
create table absence (
  city_code text not null,
  absence_id uuid not null,
  person_id uuid not null references person,
  unit_path ltree not null,
  from_on date not null,
  to_on date not null,
  substitute_id uuid references person (person_id),
  primary key (absence_id, city_code),
  check (to_on >= from_on),
  check (substitute_id <> person_id),
  -- On one day one substitute.
  exclude using gist (person_id with =, daterange(from_on, to_on, '[]') with &&)
);

-- 直通服务联络员 of a customer. No row: the station answers.
create table liaison (
  city_code text not null,
  customer_id uuid not null,
  officer_id uuid not null references person (person_id),
  -- Null: set by hand, which no rule overrules.
  rule_id uuid,
  assigned_at timestamptz not null,
  primary key (customer_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code)
);
create index liaison_officer on liaison (officer_id);

-- 需求, 分内工作: found by anybody on the staff, owned until it is closed with a result.
create table need (
  city_code text not null,
  need_id uuid not null,
  customer_id uuid not null,
  topic text not null,
  source text not null,
  text text not null,
  -- The person who owns it; otherwise, and when that person is gone, the unit does.
  owner_id uuid references person (person_id),
  owner_unit_id uuid not null references unit (unit_id),
  next_step text,
  next_step_on date,
  state text not null check (state in ('open', 'closed')),
  result text,
  result_text text,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  closed_at timestamptz,
  primary key (need_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  -- An open one is never without its next step, a closed one never without its result.
  check (state = 'closed' or (next_step is not null and next_step_on is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'closed') = (result is not null and result_text is not null))
);
create index need_due on need (state, next_step_on, need_id);
create index need_customer on need (customer_id);
create index need_owner on need (owner_id, state) where owner_id is not null;
create index need_words on need using gin (bigrams(search_form(text)));

create table need_step (
  city_code text not null,
  step_id uuid not null,
  need_id uuid not null,
  customer_id uuid not null,
  at timestamptz not null,
  by_name text not null,
  -- What was done, and what comes next.
  done text not null,
  next_step text,
  next_step_on date,
  primary key (step_id, city_code),
  foreign key (need_id, city_code) references need (need_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code)
);
create index need_step_need on need_step (need_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['liaison_rule', 'officer_card', 'absence', 'liaison', 'need', 'need_step'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
  foreach table_name in array array['liaison_rule', 'officer_card', 'absence'] loop
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()))',
      table_name || '_app', table_name);
  end loop;
  -- The place is the customer's of this moment, as in migration 0040.
  foreach table_name in array array['liaison', 'need', 'need_step'] loop
    execute format($policy$create policy %1$I on %2$I to nuandeng_app
      using (exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))
      with check (exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))$policy$,
      table_name || '_app', table_name);
  end loop;
end $$;

grant select, insert, update on liaison_rule, officer_card, need to nuandeng_app, nuandeng_system;
grant select, insert, update, delete on absence, liaison to nuandeng_app, nuandeng_system;
grant select, insert on need_step to nuandeng_app, nuandeng_system;
