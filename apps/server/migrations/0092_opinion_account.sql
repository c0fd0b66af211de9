-- Opinions of a list that names the customer's account stand in the timeline of that customer.
alter table opinion add column account_no text collate "C";
create index opinion_account on opinion (city_code, account_no) where account_no is not null;
