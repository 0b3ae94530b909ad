-- A person is forgotten: whose calls those were is known by the surrogate alone.

create table erasure (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    type            text not null,
    surrogate       text not null,
    status          text not null check (status in ('FOUND', 'QUEUED', 'ERASING', 'ERASED', 'FAILED')),
    messages        bigint not null default 0,
    files           bigint not null default 0,
    failure         text,
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    finished_at     timestamptz,
    unique (organization_id, id)
);
comment on column erasure.surrogate is 'what stands for the value in stored calls; the value itself is kept nowhere';
comment on column erasure.messages is 'deleted, because no other call holds them';
comment on column erasure.files is 'raw files of uploads deleted, because the calls could be read from them again';
call protect('erasure');

-- The calls that are to be erased, and after that which they were: datasets and models that were made with them are found by their ids.
create table erasure_call (
    organization_id uuid not null,
    erasure_id      uuid not null,
    call_id         uuid not null,
    upload_id       uuid not null,
    erased          boolean not null default false,
    primary key (organization_id, erasure_id, call_id),
    foreign key (organization_id, erasure_id) references erasure (organization_id, id) on delete cascade
);
call protect('erasure_call');
create index erasure_call_erased on erasure_call (organization_id, call_id) where erased;
create index dataset_example_call on dataset_example (organization_id, call_id);

alter table job_request drop constraint job_request_kind_check;
alter table job_request add constraint job_request_kind_check check (kind in ('INGEST', 'DISCOVERY', 'TRAINING', 'EVALUATION', 'IMPORT', 'ERASURE'));
