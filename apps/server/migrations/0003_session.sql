-- Sessions of people and of wall screens. They belong to a person, not to a unit.

-- 会话. The token itself is never stored, only its SHA-256.
create table session (
  session_id uuid primary key,
  person_id uuid not null references person,
  kind text not null check (kind in ('staff', 'display')),
  token_digest bytea not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ip_address text,
  user_agent text
);
create index session_person on session (person_id);

alter table session enable row level security;
alter table session force row level security;
create policy session_app on session to nuandeng_app
  using (person_id = app_person() or exists (select from person p where p.person_id = session.person_id));
create policy session_system on session to nuandeng_system using (true) with check (true);

grant select, update on session to nuandeng_app;
grant select, insert, update on session to nuandeng_system;
