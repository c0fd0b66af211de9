-- An outage that lasts longer than announced says so, and a change of the calendar says how much it moved.

-- Until when it was announced, once it was extended (延长).
alter table outage add column announced_ends_at timestamptz;

-- How many deadlines followed the closure, or its lifting: added to as they are computed.
alter table local_closure add column moved_clocks integer not null default 0;
alter table calendar_state add column moved_clocks integer not null default 0;
-- Whoever may see the calendar may see up to where it was applied: no unit and no person in it.
create policy calendar_state_read on calendar_state for select to nuandeng_app using (true);
grant select on calendar_state to nuandeng_app;
