-- Reading the first page and counting a day again must not cost more with every day that has gone by.

-- The newest records whatever their day.
create index field_record_received on field_record (received_at desc, record_id desc);

-- A city's day by itself: for the recount, and for the record that takes over a subject.
drop index field_record_subject;
create index field_record_city_day on field_record (city_code, campaign_id, activity_day, subject);
