-- Files that are taken in whole or not at all (readings of meters) become runs as lists do, from the screen.

alter table import_run
  -- What the target of such a file tells beside the sums; there once what came in counts.
  add column details jsonb,
  -- Lines of readings may be unread, and the parts of a day become one reading.
  drop constraint import_run_check,
  add constraint import_run_sums check (
    rows = created + changed + unchanged + rejected
    or target = 'readings' and rows >= created + changed + unchanged + rejected);

alter table import_profile
  -- How the files are read beside their columns, where their target asks for it.
  add column options jsonb;
