-- Calls go when they are older than their organization keeps them.

-- Whose calls are looked through next, and when. Infrastructure like job_request: it holds ids and no content, and a worker has to see
-- it across tenants.
create table retention_schedule (
    organization_id uuid primary key,
    next_at         timestamptz not null
);

-- What a day's pass removed. It is begun before anything is deleted, so that a killed one still says how much it was.
create table retention_pass (
    organization_id  uuid not null references organization,
    day              date not null,
    kept_from        timestamptz not null,
    calls            bigint not null,
    rejected_records bigint not null,
    begun_at         timestamptz not null,
    finished_at      timestamptz,
    primary key (organization_id, day)
);
call protect('retention_pass');
comment on column retention_pass.day is 'in UTC';

alter table upload add column removed bigint not null default 0 check (removed >= 0);
comment on column upload.removed is 'calls that grew older than the organization keeps them';
