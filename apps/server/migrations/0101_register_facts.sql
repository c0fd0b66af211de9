-- What rules of discovery ask of the register and it did not hold; null: not known.

alter table customer
  -- 立户日期、送电日期: since when it has supply.
  add column connected_on date,
  -- 临时用电标志.
  add column is_temporary boolean;
