-- New supplies under way are looked at as a whole, and are few among all requests.
create index service_request_new_supply on service_request (accepted_at, request_id)
  where kind = 'new-supply' and state in ('accepted', 'assigned', 'working');
