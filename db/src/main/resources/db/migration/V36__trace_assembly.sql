-- What spans say of other spans of their trace, which may come earlier or later: kept for a day.

create table trace_conversation (
    organization_id uuid not null,
    trace           text not null,
    conversation    text not null,
    upload_id       uuid not null,
    noted_at        timestamptz not null default now(),
    primary key (organization_id, trace),
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
comment on column trace_conversation.trace is 'the id of the trace, as the conversation of a call that names no other';
call protect('trace_conversation');
create index trace_conversation_upload on trace_conversation (organization_id, upload_id);
create index trace_conversation_age on trace_conversation (organization_id, noted_at);

create table enclosing_span (
    organization_id uuid not null,
    call_id         uuid not null,
    upload_id       uuid not null,
    noted_at        timestamptz not null default now(),
    primary key (organization_id, call_id),
    foreign key (organization_id, upload_id) references upload (organization_id, id) on delete cascade
);
comment on column enclosing_span.call_id is 'what the span around a recorded call is stored as, if it is one of a call too';
call protect('enclosing_span');
create index enclosing_span_upload on enclosing_span (organization_id, upload_id);
create index enclosing_span_age on enclosing_span (organization_id, noted_at);
