-- Units are read by everybody, but a request writes only those in its reach: the second wall, too.

do $$
declare table_name text;
begin
  foreach table_name in array array['unit', 'unit_name'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy %I on %I for select to nuandeng_app using (true)',
      table_name || '_read', table_name);
    execute format('create policy %I on %I to nuandeng_system using (true) with check (true)',
      table_name || '_system', table_name);
  end loop;
end $$;

-- Using (true): a unit out of reach can be held, so that `authorize` and not an empty answer refuses.
create policy unit_add on unit for insert to nuandeng_app with check (path <@ app_scope());
create policy unit_change on unit for update to nuandeng_app using (true) with check (path <@ app_scope());

create policy unit_name_add on unit_name for insert to nuandeng_app
  with check (exists (select from unit u where u.unit_id = unit_name.unit_id and u.path <@ app_scope()));
create policy unit_name_change on unit_name for update to nuandeng_app using (true)
  with check (exists (select from unit u where u.unit_id = unit_name.unit_id and u.path <@ app_scope()));
