-- The steps of a need tell who took it over, so that no hand-over is lost in a chain of next steps.
alter table need_step
  -- By name, as it was then: a person, or the unit. Null: it stayed with whom it was.
  add column owner_name text;
