-- The scope of a request is read once a query (a select of its own) and no longer once a row.
alter policy field_record_app on field_record
  using (unit_path <@ (select app_scope())) with check (unit_path <@ (select app_scope()));
alter policy day_total_app on day_total using (unit_path <@ (select app_scope()));
alter policy day_breakdown_app on day_breakdown using (unit_path <@ (select app_scope()));
