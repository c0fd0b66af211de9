-- Lists that name no source may use the same numbers for different opinions: they no longer replace one another.

alter table opinion
  -- Of an opinion with a number but no source: a digest of what was said. Otherwise ''.
  add column variant text not null default '',
  drop constraint opinion_city_code_source_number_key,
  add constraint opinion_list_name unique (city_code, source, number, variant);
