-- Uploads that arrive in pieces, that wait for a person before they are read, that are read as a chosen format, and that are deleted.
alter table upload drop constraint upload_status_check;
alter table upload add constraint upload_status_check
    check (status in ('WAITING', 'QUEUED', 'INGESTING', 'INGESTED', 'FAILED', 'CANCELLED', 'DELETING'));
alter table upload
    add chosen_format text,
    add starts_over boolean not null default false;
comment on column upload.chosen_format is 'the format that its records are read as; null to recognise each';
comment on column upload.starts_over is 'whether what was read before is deleted first';

-- An upload of which not every byte has come yet.
create table unfinished_upload (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    file_name       text not null,
    metadata        bytea,
    byte_count      bigint check (byte_count >= 0),
    received        bigint not null default 0 check (received >= 0),
    parts           int not null default 0,
    source          text not null,
    chosen_format   text,
    waits           boolean not null default false,
    created_by_name text not null,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null,
    upload_id       uuid,
    already         boolean not null default false,
    unique (organization_id, id),
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
call protect('unfinished_upload');
create index unfinished_upload_expiry on unfinished_upload (organization_id, expires_at);
comment on column unfinished_upload.file_name is 'redacted';
comment on column unfinished_upload.metadata is 'what the client calls it, encrypted';
comment on column unfinished_upload.upload_id is 'what became of it when it was complete';

-- The pieces that a raw file is kept in, where it came in several.
create table upload_part (
    organization_id uuid not null references organization,
    blob_key        uuid not null,
    number          int not null,
    part_key        text not null,
    byte_count      bigint not null check (byte_count > 0),
    digest          bytea not null,
    primary key (organization_id, blob_key, number),
    unique (organization_id, part_key)
);
call protect('upload_part');
comment on column upload_part.digest is 'the state of the hash of everything up to the end of this part, encrypted, for it holds bytes of the file';
