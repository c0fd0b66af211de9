-- Roles, scope and the audit trail: what every later table stands on.
create extension if not exists ltree;

-- Two roles beside the owner. nuandeng_app: requests, held to the actor's units by row-level
-- security. nuandeng_system: jobs and log-in, which act for nobody. Roles belong to the whole server,
-- so another database may have made them already, perhaps at this very moment.
do $$
declare
  role_name text;
  -- Before version 16 every member of a role may set it, and the privilege has no name of its own.
  privilege text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  foreach role_name in array array['nuandeng_app', 'nuandeng_system'] loop
    -- A login that may not create roles finds them made.
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin', role_name);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, role_name, privilege) then
      execute format('grant %I to current_user', role_name);
    end if;
  end loop;
end $$;

-- The units that the transaction acts for. nullif: a setting that was once set locally reads as ''
-- on a reused connection; without it ''::ltree[] would not be null. Null sees no row.
create function app_scope() returns ltree[] language sql stable parallel safe
  return nullif(current_setting('app.scope', true), '')::ltree[];

create function app_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person', true), '')::uuid;

-- 事件: who did what to which, when. Never updated, never deleted.
create table event (
  city_code text not null,
  event_id uuid not null,
  recorded_at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  unit_path ltree not null,
  kind text not null,
  subject_id text not null,
  details jsonb not null,
  primary key (city_code, event_id)
);
create index event_subject on event (city_code, subject_id);

-- Events that no block seals yet. Apart from the event, so that the event is never touched again.
create table event_tail (
  city_code text not null,
  event_id uuid not null,
  queued_at timestamptz not null,
  primary key (city_code, event_id)
);

-- 命令: the first reply to each command, so that a repeat gets the same one.
create table command (
  command_id uuid not null,
  person_id uuid not null,
  operation text not null,
  input_digest text not null,
  reply jsonb not null,
  done_at timestamptz not null,
  primary key (person_id, command_id)
);

alter table event enable row level security;
alter table event force row level security;
create policy event_app on event for select to nuandeng_app using (unit_path <@ app_scope());
-- Whoever may write the row it tells of may write the event: the scope was checked there.
create policy event_app_add on event for insert to nuandeng_app with check (app_scope() is not null);
create policy event_system on event to nuandeng_system using (true) with check (true);

alter table command enable row level security;
alter table command force row level security;
create policy command_app on command to nuandeng_app
  using (person_id = app_person()) with check (person_id = app_person());
create policy command_system on command to nuandeng_system using (true) with check (true);

alter table event_tail enable row level security;
alter table event_tail force row level security;
create policy event_tail_app on event_tail for insert to nuandeng_app with check (app_scope() is not null);
create policy event_tail_system on event_tail to nuandeng_system using (true) with check (true);

grant select, insert on event to nuandeng_app, nuandeng_system;
grant insert on event_tail to nuandeng_app;
grant select, insert, delete on event_tail to nuandeng_system;
grant select, insert on command to nuandeng_app, nuandeng_system;
grant delete on command to nuandeng_system;
