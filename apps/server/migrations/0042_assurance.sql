-- Work for key customers: how often they are inspected, what was done and is due next, and hazards until removed.

-- 检查周期: months between inspections, set by a unit for all below it. Grade "none": key customers without a grade.
create table inspection_cycle (
  city_code text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  grade text not null check (grade in ('special', 'first', 'second', 'temporary', 'none')),
  months smallint not null check (months between 1 and 60),
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (unit_id, grade, city_code)
);

-- 保障记录: an inspection, an emergency plan, a drill, a day of contract service; the newest of a kind counts.
create table assurance_entry (
  city_code text not null,
  entry_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('inspection', 'emergency-plan', 'drill', 'contract-service')),
  done_on date not null,
  -- When the next one is due; an inspection follows its cycle.
  next_on date,
  text text not null,
  recorded_by uuid not null,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  primary key (entry_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  check ((kind = 'inspection') = (next_on is null)),
  check (next_on > done_on)
);
create index assurance_entry_customer on assurance_entry (customer_id, kind, done_on desc, entry_id desc);

-- 用电隐患 of a key customer, with the day by which it has to be gone.
create table hazard (
  city_code text not null,
  hazard_id uuid not null,
  customer_id uuid not null,
  severity text not null check (severity in ('serious', 'general')),
  text text not null,
  found_on date not null,
  deadline_on date not null,
  found_by uuid not null,
  found_by_name text not null,
  -- To the power department of the government.
  reported_on date,
  reported_to text,
  removed_on date,
  removal_text text,
  recorded_at timestamptz not null,
  primary key (hazard_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  check (deadline_on >= found_on),
  check (removed_on >= found_on and reported_on >= found_on),
  check ((removed_on is null) = (removal_text is null)),
  check ((reported_on is null) = (reported_to is null))
);
create index hazard_open on hazard (customer_id, deadline_on) where removed_on is null;
create index hazard_customer on hazard (customer_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['inspection_cycle', 'assurance_entry', 'hazard'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
  -- The place is the customer's of this moment, as in migration 0040.
  foreach table_name in array array['assurance_entry', 'hazard'] loop
    execute format($policy$create policy %1$I on %2$I to nuandeng_app
      using (exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))
      with check (exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))$policy$,
      table_name || '_app', table_name);
  end loop;
end $$;

create policy inspection_cycle_app on inspection_cycle to nuandeng_app
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
-- A unit hands its cycles down.
create policy inspection_cycle_below on inspection_cycle for select to nuandeng_app
  using (unit_path @> any (app_scope()));

grant select, insert, update on inspection_cycle, hazard to nuandeng_app, nuandeng_system;
grant select, insert on assurance_entry to nuandeng_app, nuandeng_system;
