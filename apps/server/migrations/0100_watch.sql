-- Signals that tell who lives alone: a second wall within that of signals, for holders of care.read (ADR 22).

-- The units at which the actor of an operation under signal.* holds care.read. nullif for the same reason as in app_scope.
create function app_care() returns ltree[] language sql stable parallel safe
  return nullif(current_setting('app.care', true), '')::ltree[];

-- Kinds of rules that ask the protected store, and whose signals so tell what it holds; asksCare in the domain says the same.
create function asks_care(rule_kind text) returns boolean language sql immutable parallel safe
  return rule_kind = 'silence';

do $$
declare table_name text;
begin
  foreach table_name in array array['signal', 'signal_verdict'] loop
    execute format($policy$alter policy %1$I on %2$I
      using ((select app_signals()) and exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code
          and (not asks_care(%2$I.rule_kind) or c.unit_path <@ (select app_care()))))
      with check ((select app_signals()) and exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code
          and (not asks_care(%2$I.rule_kind) or c.unit_path <@ (select app_care()))))$policy$,
      table_name || '_app', table_name);
  end loop;
end $$;

-- What came of such a rule in a run; the counts of all others stand in the run itself.
create table rule_run_care (
  city_code text not null,
  run_id uuid not null,
  rule_id text not null,
  -- As one of rule_run.counts.
  counts jsonb not null,
  primary key (run_id, rule_id, city_code),
  foreign key (run_id, city_code) references rule_run (run_id, city_code)
);
alter table rule_run_care enable row level security;
alter table rule_run_care force row level security;
create policy rule_run_care_system on rule_run_care to nuandeng_system using (true) with check (true);
create policy rule_run_care_app on rule_run_care to nuandeng_app
  using ((select app_signals()) and exists (select from rule_run r
    where r.run_id = rule_run_care.run_id and r.city_code = rule_run_care.city_code and r.unit_path <@ (select app_care())))
  with check ((select app_signals()) and exists (select from rule_run r
    where r.run_id = rule_run_care.run_id and r.city_code = rule_run_care.city_code and r.unit_path <@ (select app_care())));
grant select, insert on rule_run_care to nuandeng_app, nuandeng_system;

-- A consent that ends takes with it what the rule found: a job erases it.
create index signal_care on signal (customer_id) where asks_care(rule_kind);
create index signal_verdict_care on signal_verdict (customer_id) where asks_care(rule_kind);
grant delete on signal, signal_verdict to nuandeng_system;

-- 评估: on which consent a rule asks the protected store, and what guards that; of such rules only.
alter table impact_assessment add column care_use text;
update impact_assessment set state = 'withdrawn', withdrawn_by_name = 'nuandeng', withdrawn_at = now(),
  withdrawn_reason = '本规则将查询关爱标识，须按新要求重新评估'
where rule_id = 'alone-and-silent' and state <> 'withdrawn';
-- Until now it did not run: there is nothing but that it did not.
update rule_run set counts = counts - 'alone-and-silent' where counts ? 'alone-and-silent';
