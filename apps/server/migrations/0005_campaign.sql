-- Campaigns, cascaded down the tree, and the plan that each unit files for one.

-- 活动. The words of the campaign are jsonb as the contract gives them; SQL reads the frame only.
create table campaign (
  city_code text not null,
  campaign_id uuid not null unique,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  name text not null,
  theme text not null,
  start_on date not null,
  end_on date not null,
  activity_days date[] not null,
  -- [{code, name, nameEn}]
  walk_in_types jsonb not null,
  -- [{measure, name, nameEn, unit, definition}]
  measures jsonb not null,
  -- [{key, label, labelEn, isLocked, value}]
  fields jsonb not null,
  state text not null check (state in ('draft', 'published', 'closed')),
  copied_from_id uuid,
  created_at timestamptz not null,
  primary key (city_code, campaign_id),
  check (end_on >= start_on)
);

-- 实施方案: one per unit below, made when the campaign is published.
create table plan (
  city_code text not null,
  plan_id uuid not null,
  campaign_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  state text not null check (state in ('draft', 'filed', 'approved', 'returned')),
  targets jsonb not null default '{}',
  local_fields jsonb not null default '{}',
  filed_at timestamptz,
  decided_at timestamptz,
  return_reason text,
  primary key (city_code, plan_id),
  unique (city_code, campaign_id, unit_id)
);
create index plan_campaign on plan (campaign_id, unit_id);

-- 活动安排. A joint one stands once, with its host.
create table activity (
  city_code text not null,
  activity_id uuid not null,
  plan_id uuid not null,
  campaign_id uuid not null,
  unit_path ltree not null,
  held_on date not null,
  place text not null,
  walk_in_type text not null,
  team text not null,
  vehicles integer not null,
  people integer not null,
  joint_unit_ids uuid[] not null,
  primary key (city_code, activity_id),
  foreign key (city_code, plan_id) references plan
);
create index activity_plan on activity (city_code, plan_id);

-- What became of a plan, oldest first: filed, approved, returned with a reason.
create table plan_decision (
  city_code text not null,
  decision_id uuid not null,
  plan_id uuid not null,
  unit_path ltree not null,
  state text not null,
  reason text,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  primary key (city_code, decision_id),
  foreign key (city_code, plan_id) references plan
);
create index plan_decision_plan on plan_decision (city_code, plan_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['campaign', 'plan', 'activity', 'plan_decision'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ app_scope()) with check (unit_path <@ app_scope())',
      table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

-- A campaign is read by every unit below the one that runs it.
create policy campaign_below on campaign for select to nuandeng_app
  using (unit_path @> any (app_scope()));

grant select, insert, update on campaign, plan to nuandeng_app, nuandeng_system;
grant select, insert, update, delete on activity to nuandeng_app, nuandeng_system;
grant select, insert on plan_decision to nuandeng_app, nuandeng_system;
