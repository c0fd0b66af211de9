-- Requests are found by what they say, without reading them one by one.

-- What a search finds: pairs of neighbouring characters of content and address. Apart from the request: its row changes
-- with each step, and each change would write all pairs into the index again.
create table request_words (
  city_code text not null,
  request_id uuid not null,
  words tsvector not null,
  primary key (city_code, request_id)
);

create index request_words_words on request_words using gin (words);

alter table request_words enable row level security;
alter table request_words force row level security;
-- Added with the request; read as the system, with the paths in reach as a condition: a policy would keep the
-- search from the index.
create policy request_words_add on request_words for insert to nuandeng_app with check (app_scope() is not null);
create policy request_words_system on request_words to nuandeng_system using (true) with check (true);
grant insert on request_words to nuandeng_app;
grant select, insert on request_words to nuandeng_system;
