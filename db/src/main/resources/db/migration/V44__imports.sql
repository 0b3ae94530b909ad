-- Imports: where traces are fetched from, on a schedule.

alter table upload drop constraint upload_source_check;
alter table upload add constraint upload_source_check check (source in ('WEB', 'API', 'GATEWAY', 'OTLP', 'PULL'));
alter table job_request drop constraint job_request_kind_check;
alter table job_request add constraint job_request_kind_check check (kind in ('INGEST', 'DISCOVERY', 'TRAINING', 'EVALUATION', 'IMPORT'));

create table trace_import (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    name            text not null check (length(name) between 1 and 200),
    source          jsonb not null,
    encrypted_credential bytea,
    schedule        text not null check (schedule in ('QUARTER_HOURLY', 'HOURLY', 'DAILY')),
    paused          boolean not null default false,
    since           timestamptz,
    watermark       timestamptz,
    position        bytea,
    changed_by_name text not null,
    created_at      timestamptz not null default now(),
    changed_at      timestamptz not null default now(),
    version         int not null default 0,
    unique (organization_id, id),
    unique (organization_id, name)
);
call protect('trace_import');
comment on column trace_import.watermark is 'everything from before was fetched';
comment on column trace_import.position is 'how far the fetching beyond the watermark has come, encrypted: it may hold names of files';

create table import_run (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null,
    import_id       uuid not null,
    status          text not null check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    pages           int not null default 0,
    files           int not null default 0,
    known_files     int not null default 0,
    skipped_files   int not null default 0,
    bytes           bigint not null default 0,
    more            boolean not null default false,
    failure         text,
    remedy          text,
    unique (organization_id, id),
    foreign key (organization_id, import_id) references trace_import (organization_id, id) on delete cascade
);
call protect('import_run');
comment on column import_run.known_files is 'of the files, those whose bytes had been uploaded before';
comment on column import_run.more is 'it ended at its limit, and the next one goes on';
create index import_run_recent on import_run (organization_id, import_id, requested_at desc, id desc);
create unique index import_run_one_at_a_time on import_run (organization_id, import_id) where finished_at is null;

-- What a run brought.
create table import_file (
    organization_id uuid not null,
    run_id          uuid not null,
    upload_id       uuid not null,
    received_at     timestamptz not null default now(),
    primary key (organization_id, run_id, upload_id),
    foreign key (organization_id, run_id) references import_run (organization_id, id) on delete cascade,
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
call protect('import_file');
create index import_file_upload on import_file (organization_id, upload_id);

-- The objects of a bucket that were fetched, in the version they had. Their names are only kept as keyed hashes.
create table import_object (
    organization_id uuid not null,
    import_id       uuid not null,
    name_hash       bytea not null,
    version_tag     text not null,
    primary key (organization_id, import_id, name_hash),
    foreign key (organization_id, import_id) references trace_import (organization_id, id) on delete cascade
);
call protect('import_object');

-- When each import is due. Infrastructure like job_request: it holds ids and no content, and the scheduler has to see it across tenants.
create table import_schedule (
    import_id       uuid primary key references trace_import on delete cascade,
    organization_id uuid not null,
    due_at          timestamptz not null
);
create index import_schedule_due on import_schedule (due_at);
