-- What a new supply has beside its steps: what was disclosed at once, the green channel, the service contract.

-- 报装档案.
create table supply_file (
  city_code text not null,
  request_id uuid not null,
  -- 一次性告知: everything that will be needed, told once.
  materials text[] not null default '{}',
  disclosed_at timestamptz,
  disclosed_by_name text,
  -- 客户重复往返: how often somebody was sent back for something that was not told.
  return_trips integer not null default 0,
  -- 绿色通道: who asked and why, who let it in, own targets [{step, workingDays}].
  green_reason text,
  green_note text,
  green_targets jsonb not null default '[]',
  green_asked_at timestamptz,
  green_asked_by uuid,
  green_asked_by_name text,
  green_approved_at timestamptz,
  green_approved_by_name text,
  -- 契约式服务: the promised day, what follows if it is missed, and who answers for it.
  promised_on date,
  penalty text,
  responsible text,
  signed_at timestamptz,
  signed_by_name text,
  primary key (city_code, request_id),
  check ((promised_on is null) = (signed_at is null))
);

alter table supply_file enable row level security;
alter table supply_file force row level security;
create policy supply_file_app on supply_file to nuandeng_app
  using (exists (select from service_request r where r.city_code = supply_file.city_code and r.request_id = supply_file.request_id))
  with check (exists (select from service_request r where r.city_code = supply_file.city_code and r.request_id = supply_file.request_id));
create policy supply_file_system on supply_file to nuandeng_system using (true) with check (true);
grant select, insert, update on supply_file to nuandeng_app, nuandeng_system;
