-- The protected store (ADR 11): care flags, contacts and requests about them, behind a wall of its own.

-- Whether this transaction is one of an operation under care.*. nullif for the same reason as in app_scope.
create function app_protected() returns boolean language sql stable parallel safe
  return coalesce(nullif(current_setting('app.protected', true), '') = 'on', false);

-- 关爱标识. What it says is sealed; see ADR 11 for the blind index.
create table care_flag (
  city_code text not null,
  flag_id uuid not null,
  customer_id uuid not null,
  -- {kind, basis, source, note, consent, month, listKey, holderDiffers, recordedBy, recordedOn}
  sealed text not null,
  -- Keyed digest of customer, kind, basis and list: one flag of a kind for one reason.
  identity bytea not null,
  -- Keyed digest of kind and unit: finds the flags of a kind.
  kind_index bytea not null,
  -- Keyed digest of "the account is in another name" (yes or no) and unit.
  holder_index bytea not null,
  -- Keyed digest of the source of its list; random where there is no list.
  list_index bytea not null,
  expires_on date not null,
  changed_at timestamptz not null,
  primary key (flag_id, city_code),
  unique (identity, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code)
);
create index care_flag_customer on care_flag (customer_id);
create index care_flag_kind on care_flag (kind_index, flag_id);
create index care_flag_list on care_flag (list_index, flag_id);
create index care_flag_expiry on care_flag (expires_on, city_code, flag_id);

-- 亲属、村（社区）联系人: told when something happens; kept on their own consent.
create table care_contact (
  city_code text not null,
  contact_id uuid not null,
  customer_id uuid not null,
  -- {kind, name, phone, relation, consent, recordedBy, recordedOn}
  sealed text not null,
  expires_on date not null,
  changed_at timestamptz not null,
  primary key (contact_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code)
);
create index care_contact_customer on care_contact (customer_id);
create index care_contact_expiry on care_contact (expires_on, city_code, contact_id);

-- 个人信息请求: what a customer asks about their own data, until it is done or refused with the reason.
create table subject_request (
  city_code text not null,
  request_id uuid not null,
  customer_id uuid not null,
  state text not null check (state in ('open', 'done', 'refused')),
  -- {kind, asker, identityCheck, words, filedBy, reason, decidedBy}
  sealed text not null,
  filed_at timestamptz not null,
  due_on date not null,
  decided_at timestamptz,
  -- Set when it is decided.
  expires_on date,
  primary key (request_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'open') = (expires_on is null))
);
create index subject_request_customer on subject_request (customer_id);
create index subject_request_open on subject_request (due_on, request_id) where state = 'open';
create index subject_request_expiry on subject_request (expires_on, city_code, request_id) where expires_on is not null;

do $$
declare table_name text;
begin
  foreach table_name in array array['care_flag', 'care_contact', 'subject_request'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    -- The place is the customer's of this moment: a move to another station needs no change here.
    execute format($policy$create policy %1$I on %2$I to nuandeng_app
      using ((select app_protected()) and exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))
      with check ((select app_protected()) and exists (select from customer c
        where c.customer_id = %2$I.customer_id and c.city_code = %2$I.city_code))$policy$,
      table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

grant select, insert, update, delete on care_flag, care_contact, subject_request to nuandeng_app, nuandeng_system;
