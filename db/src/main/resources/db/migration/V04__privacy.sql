-- What was found and how it is treated. Never the value.

create table redaction_policy (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    version         int not null check (version > 0),
    settings        jsonb not null,
    created_by_name text not null,
    created_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id, version)
);
call protect('redaction_policy');

create table finding (
    organization_id uuid not null,
    upload_id       uuid not null,
    message_id      uuid not null,
    pointer         text not null,
    start_offset    int not null,
    end_offset      int not null,
    type            text not null,
    rule            text not null,
    score           real not null,
    policy_version  int not null,
    primary key (organization_id, message_id, pointer, start_offset),
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
call protect('finding');
create index finding_upload on finding (organization_id, upload_id, type);
