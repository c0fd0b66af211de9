-- What is due is asked of key customers alone: an index of them, so that the list does not read all the others.
create index customer_due on customer (unit_path, customer_id)
  where (class in ('A', 'B') or grade is not null) and status <> 'closed' and merged_into_id is null;
