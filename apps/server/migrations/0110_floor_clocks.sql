-- What breaks a limit of the regulatory floor alone is found when it falls due, and told to the unit above.

-- A clock of the floor (监管底线) is kept only where it may run out while every promise is kept; no board counts it.
alter table commitment_clock add column is_floor boolean not null default false;
