-- Uploads, and the calls read from them.

create table upload (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    file_name       text not null,
    content_hash    bytea not null,
    byte_count      bigint not null check (byte_count >= 0),
    blob_key        text,
    source          text not null check (source in ('WEB', 'API', 'GATEWAY', 'OTLP')),
    status          text not null check (status in ('QUEUED', 'INGESTING', 'INGESTED', 'FAILED', 'CANCELLED')),
    format          text,
    records         bigint not null default 0,
    calls           bigint not null default 0,
    rejected        bigint not null default 0,
    findings        bigint not null default 0,
    bytes_read      bigint not null default 0,
    bytes_total     bigint,
    failure         text,
    cancel_requested boolean not null default false,
    created_by      uuid,
    created_by_name text not null,
    created_at      timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    version         int not null default 0,
    unique (organization_id, id),
    unique (organization_id, content_hash)
);
call protect('upload');
create index upload_recent on upload (organization_id, created_at desc, id desc);

create table rejected_record (
    organization_id uuid not null,
    upload_id       uuid not null,
    record          bigint not null,
    line            bigint not null,
    byte_offset     bigint not null,
    reason          text not null,
    remedy          text not null,
    primary key (organization_id, upload_id, record),
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
call protect('rejected_record');

-- A distinct message, redacted. Its id is the first half of a hash of the original keyed by the organization.
create table message (
    organization_id uuid not null references organization,
    id              uuid not null,
    role            text not null check (role in ('SYSTEM', 'USER', 'ASSISTANT', 'TOOL')),
    body            jsonb not null,
    redactions      jsonb not null default '[]',
    tokens          int not null,
    created_at      timestamptz not null default now(),
    primary key (organization_id, id)
);
comment on column message.redactions is 'what was replaced: pointer, start and end in UTF-16 units of the redacted text, type';
comment on column message.tokens is 'estimated';
call protect('message');

-- A distinct list of tool definitions.
create table tool_set (
    organization_id uuid not null references organization,
    id              uuid not null,
    tools           jsonb not null,
    primary key (organization_id, id)
);
call protect('tool_set');

create table llm_call (
    organization_id  uuid not null,
    id               uuid not null,
    upload_id        uuid not null,
    record           bigint not null,
    index_in_record  int not null,
    provider_call_id text,
    conversation     text not null,
    occurred_at      timestamptz,
    ordered_at       timestamptz not null,
    model            text,
    message_ids      uuid[] not null,
    tool_set_id      uuid,
    parameters       jsonb not null,
    response_id      uuid,
    finish_reason    text,
    prompt_tokens    int not null,
    completion_tokens int not null,
    cached_tokens    int not null default 0,
    tokens_estimated boolean not null,
    latency_ms       bigint,
    error            jsonb,
    cost             numeric(18, 9),
    price_version    text,
    routed           jsonb,
    metadata         jsonb not null,
    primary key (organization_id, id),
    unique (organization_id, upload_id, record, index_in_record),
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
call protect('llm_call');
comment on column llm_call.ordered_at is 'occurred_at, or where that is unknown the upload''s time plus a microsecond a call';
create index llm_call_time on llm_call (organization_id, ordered_at desc, id desc);
create index llm_call_conversation on llm_call (organization_id, conversation, ordered_at);
