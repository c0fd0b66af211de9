-- The file of a customer shows its visits, transactions and opinions: found by the account number.
create index field_record_account on field_record (city_code, subject) where kind in ('visit', 'transaction', 'opinion');
