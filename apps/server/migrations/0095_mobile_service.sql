-- Service that comes to parks and villages on a published day, and what was accepted there on the spot.

-- 移动服务 (流动服务): published to everybody, never deleted: cancelled with a reason.
create table mobile_service (
  city_code text not null,
  service_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  place_kind text not null check (place_kind in ('park', 'village', 'community')),
  place text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  team text not null,
  -- What is offered there.
  offers text[] not null check (cardinality(offers) > 0),
  planned_at timestamptz not null,
  planned_by_name text not null,
  cancelled_at timestamptz,
  cancel_reason text,
  primary key (city_code, service_id),
  check (ends_at > begins_at),
  check ((cancelled_at is null) = (cancel_reason is null))
);
create index mobile_service_id on mobile_service (service_id);
create index mobile_service_begins on mobile_service (begins_at, service_id);

alter table mobile_service enable row level security;
alter table mobile_service force row level security;
-- A schedule is there to be read by everybody; it is written within reach.
create policy mobile_service_read on mobile_service for select to nuandeng_app using (true);
create policy mobile_service_add on mobile_service for insert to nuandeng_app
  with check (unit_path <@ (select app_scope()));
create policy mobile_service_change on mobile_service for update to nuandeng_app
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
create policy mobile_service_system on mobile_service to nuandeng_system using (true) with check (true);
grant select, insert, update on mobile_service to nuandeng_app, nuandeng_system;

-- Where a request was accepted on the spot.
alter table service_request add column mobile_service_id uuid;
create index service_request_mobile on service_request (mobile_service_id) where mobile_service_id is not null;
