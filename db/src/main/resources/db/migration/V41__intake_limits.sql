-- How much an organization takes in, and how much came in on a day.

create table intake_policy (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    version         int not null check (version > 0),
    settings        jsonb not null,
    created_by_name text not null,
    created_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id, version)
);
call protect('intake_policy');

create table intake_day (
    organization_id uuid not null references organization,
    day             date not null,
    bytes           bigint not null default 0 check (bytes >= 0),
    dropped_calls   bigint not null default 0 check (dropped_calls >= 0),
    primary key (organization_id, day)
);
call protect('intake_day');
comment on column intake_day.day is 'in UTC';
comment on column intake_day.dropped_calls is 'answered by the gateway and not kept, since the day''s bytes were used up';
