-- How people and wall screens log in: passwords, second factors, keys and identities elsewhere.

-- 登录凭据. Apart from the person, so that whoever may read people does not thereby read hashes.
create table credential (
  person_id uuid primary key references person,
  -- scrypt with its cost and salt, in one text.
  password_hash text not null,
  must_change boolean not null,
  changed_at timestamptz not null,
  -- The TOTP secret, sealed by the vault; it counts from `totp_confirmed_at` on.
  sealed_totp text,
  totp_confirmed_at timestamptz,
  -- The time step of the last code that was accepted: no code is accepted twice.
  totp_last_step bigint,
  failures int not null default 0,
  last_failed_at timestamptz,
  locked_until timestamptz
);

-- A person at the identity provider (OIDC). The first entry links by the configured claim; from then
-- on the subject counts, because names at the provider may change hands.
create table oidc_identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person,
  linked_at timestamptz not null,
  primary key (issuer, subject),
  unique (issuer, person_id)
);

-- A wall screen acts in its own name, so it is a person of a kind without log-in name or password.
alter table person add column kind text not null default 'staff' check (kind in ('staff', 'display'));
-- Sealed: a personal number, shown in part; the whole of it only with a reason and an Event.
alter table person add column sealed_phone text;

-- 大屏. Its key is never stored, only the SHA-256. `display_id` is also its person.
create table display (
  display_id uuid primary key references person,
  city_code text not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  name text not null,
  key_digest bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index display_unit_path on display using gist (unit_path);

-- A session opened elsewhere (OIDC) is not held up by a password that must be changed.
alter table session add column signed_in_by text not null default 'password'
  check (signed_in_by in ('password', 'oidc', 'key'));

alter table credential enable row level security;
alter table credential force row level security;
create policy credential_app on credential to nuandeng_app
  using (exists (select from person p where p.person_id = credential.person_id));
create policy credential_system on credential to nuandeng_system using (true) with check (true);

alter table oidc_identity enable row level security;
alter table oidc_identity force row level security;
create policy oidc_identity_app on oidc_identity to nuandeng_app
  using (exists (select from person p where p.person_id = oidc_identity.person_id));
create policy oidc_identity_system on oidc_identity to nuandeng_system using (true) with check (true);

alter table display enable row level security;
alter table display force row level security;
create policy display_app on display to nuandeng_app
  using (unit_path <@ app_scope()) with check (unit_path <@ app_scope());
create policy display_system on display to nuandeng_system using (true) with check (true);

-- Requests may set and clear what they may not read: no hash and no secret leaves by their role.
grant select (person_id, must_change, totp_confirmed_at, failures, locked_until) on credential to nuandeng_app;
grant insert, update on credential to nuandeng_app;
grant delete on oidc_identity to nuandeng_app;
grant select on oidc_identity to nuandeng_app;
grant select, insert, update on display to nuandeng_app;
grant select, insert, update on credential, display to nuandeng_system;
grant select, insert, delete on oidc_identity to nuandeng_system;
