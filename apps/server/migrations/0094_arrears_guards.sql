-- Who is not cut off: the case says that a customer is guarded, and never why (ADR 11).

-- The reasons that told of a person, or of a list of the government, become the one word.
update arrears_case set guards = array(
  select distinct case when guard in ('important-user', 'vulnerable', 'medical-device') then 'protected-customer' else guard end
  from unnest(guards) as guard order by 1)
where guards && array['important-user', 'vulnerable', 'medical-device'];

-- What the customer's file said when it was asked last, beside the guards that somebody gave.
alter table arrears_case add column is_guarded_by_file boolean not null default false;
