-- What waits is found as soon as it is there: workers listen for requests, and receivers see how far intake is behind.
create function announce_job_request() returns trigger language plpgsql as $$
begin
    perform pg_notify('job_request', new.kind);
    return null;
end $$;
create trigger job_request_made after insert on job_request for each row execute function announce_job_request();
create trigger job_request_made_again after update of again on job_request for each row when (new.again) execute function announce_job_request();

create index upload_unread on upload (organization_id, source) where status in ('QUEUED', 'INGESTING');
