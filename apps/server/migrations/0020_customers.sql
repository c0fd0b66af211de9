-- One customer, one file (一户一档): customers, special places, and pairs that may be the same customer.

-- 客户. One supply address is one account. Key columns begin with what a look-up knows; city_code stands in
-- each of them. Why names are open and telephones sealed: docs/adr/0010-customer-register.md.
create table customer (
  city_code text not null,
  customer_id uuid not null,
  -- 户号, with its leading noughts. "C": so that a prefix is a range of the index of each city.
  account_no text collate "C" not null check (account_no ~ '^[A-Za-z0-9-]{1,32}$'),
  unit_id uuid not null references unit,
  unit_path ltree not null,
  -- 台区: the smallest part of the grid; its code or name as the source has it.
  transformer_area text,
  name text not null,
  -- With the door number; masked wherever it is shown.
  address text,
  longitude double precision,
  latitude double precision,
  datum text check (datum in ('WGS-84', 'GCJ-02')),
  -- Primary class for counting; null: not classified yet. Further ones are tags.
  class text check (class in ('A', 'B', 'C1', 'C2')),
  tags text[] not null default '{}',
  -- Importance (重要性等级) is decided by the local government's power department; without who and when it
  -- is a proposal of the utility.
  grade text check (grade in ('special', 'first', 'second', 'temporary')),
  grade_decided_by text,
  grade_decided_on date,
  -- SG186: 用电类别 ELEC_TYPE_CODE.
  use_category text,
  voltage text,
  capacity_kva numeric(12, 2) check (capacity_kva >= 0),
  -- 城乡类别 selects the limit of arrival; null: the strictest one holds.
  supply_area text check (supply_area in ('urban', 'rural', 'remote')),
  status text not null default 'normal' check (status in ('normal', 'new', 'changing', 'closed')),
  -- What only some classes have (sources, wells, appliances …); typed by the contract.
  details jsonb not null default '{}',
  remark text,
  -- Telephones and people: sealed, and as they are shown [{role, name, phone, licenceExpiresOn}].
  people_sealed text,
  people_masked jsonb not null default '[]',
  -- Keyed hash of the main telephone: finds the same one without opening any.
  phone_hash text,
  -- Percent of the fields that the class requires (完整度).
  completeness smallint not null check (completeness between 0 and 100),
  verified_on date,
  verified_by uuid,
  -- What a search finds: pairs of neighbouring characters, initials of the name, tails of telephones; and the
  -- units that hold it, so that the index itself keeps a search to a unit.
  words tsvector not null,
  -- A duplicate that a person merged into another file; it is kept, and no list shows it.
  merged_into_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id, city_code),
  unique (city_code, account_no),
  check ((longitude is null) = (latitude is null) and (longitude is null) = (datum is null)),
  check ((grade_decided_by is null) = (grade_decided_on is null)),
  check (grade is not null or grade_decided_by is null)
);
-- Lists: a unit with all below it is one range of paths.
create index customer_list on customer (unit_path, account_no);
create index customer_key on customer (class, unit_path, account_no) where class in ('A', 'B');
create index customer_grade on customer (grade, unit_path, account_no) where grade is not null;
create index customer_words on customer using gin (words);
create index customer_merged on customer (merged_into_id) where merged_into_id is not null;
create index customer_phone on customer (phone_hash) where phone_hash is not null;

-- 特殊场所: nursing homes, schools for the deaf. Of who lives or learns there only the number.
create table special_place (
  city_code text not null,
  special_place_id uuid not null,
  unit_id uuid not null references unit,
  unit_path ltree not null,
  kind text not null,
  name text not null,
  address text not null,
  longitude double precision,
  latitude double precision,
  datum text check (datum in ('WGS-84', 'GCJ-02')),
  -- Of the office, not of a person.
  office_phone text,
  residents integer check (residents >= 0),
  customer_id uuid,
  remark text,
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (special_place_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  check ((longitude is null) = (latitude is null) and (longitude is null) = (datum is null))
);
create index special_place_list on special_place (unit_path, special_place_id);

-- 疑似重复: two files of a city that may be one customer. A person decides; nothing is merged alone.
create table duplicate_pair (
  city_code text not null,
  customer_id uuid not null,
  other_id uuid not null,
  -- The lowest unit that holds both: whoever reaches it sees both.
  unit_path ltree not null,
  reasons text[] not null,
  score smallint not null check (score between 0 and 100),
  state text not null check (state in ('open', 'merged', 'distinct')),
  kept_id uuid,
  found_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (customer_id, other_id, city_code),
  foreign key (customer_id, city_code) references customer (customer_id, city_code),
  foreign key (other_id, city_code) references customer (customer_id, city_code),
  check (customer_id < other_id),
  check ((state = 'merged') = (kept_id is not null)),
  check ((state = 'open') = (decided_at is null))
);
create index duplicate_pair_list on duplicate_pair (state, (-score), customer_id, other_id);
create index duplicate_pair_other on duplicate_pair (other_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['customer', 'special_place', 'duplicate_pair'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I to nuandeng_app using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()))',
      table_name || '_app', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

grant select, insert, update on customer, special_place, duplicate_pair to nuandeng_app, nuandeng_system;
grant delete on duplicate_pair to nuandeng_app, nuandeng_system;
