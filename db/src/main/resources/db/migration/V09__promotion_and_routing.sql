create table promotion_request (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    candidate_id    uuid not null,
    evaluation_id   uuid not null,
    mode            text not null check (mode in ('SHADOW', 'CANARY', 'FULL')),
    share           numeric(4, 3) not null check (share > 0 and share <= 1),
    status          text not null check (status in ('WAITING', 'APPROVED', 'DENIED', 'WITHDRAWN')),
    evidence        jsonb not null,
    evidence_hash   bytea not null,
    comment         text not null default '',
    requested_by    uuid,
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    version         int not null default 0,
    unique (organization_id, id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, candidate_id) references candidate (organization_id, id),
    foreign key (organization_id, evaluation_id) references evaluation (organization_id, id)
);
call protect('promotion_request');
create unique index promotion_request_one_waiting on promotion_request (organization_id, task_id) where status = 'WAITING';

create table decision (
    organization_id uuid not null,
    promotion_request_id uuid not null,
    outcome         text not null check (outcome in ('APPROVED', 'DENIED')),
    comment         text not null,
    decided_by      uuid,
    decided_by_name text not null,
    decided_at      timestamptz not null default now(),
    primary key (organization_id, promotion_request_id),
    foreign key (organization_id, promotion_request_id) references promotion_request (organization_id, id)
);
call protect('decision');

create table route (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    mode            text not null check (mode in ('OFF', 'SHADOW', 'CANARY', 'FULL')),
    share           numeric(4, 3) not null,
    candidate_id    uuid,
    promotion_request_id uuid,
    changed_by_name text not null,
    changed_at      timestamptz not null default now(),
    version         int not null default 0,
    unique (organization_id, id),
    unique (organization_id, task_id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, candidate_id) references candidate (organization_id, id),
    foreign key (organization_id, promotion_request_id) references promotion_request (organization_id, id)
);
call protect('route');

-- Every change of a route: what it was and what it became, and why.
create table route_change (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null,
    route_id        uuid not null,
    kind            text not null check (kind in ('PROMOTION', 'ROLLBACK', 'AUTOMATIC_ROLLBACK')),
    from_mode       text not null,
    from_share      numeric(4, 3) not null,
    from_candidate_id uuid,
    to_mode         text not null,
    to_share        numeric(4, 3) not null,
    to_candidate_id uuid,
    promotion_request_id uuid,
    reason          text not null,
    changed_by_name text not null,
    changed_at      timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, route_id) references route (organization_id, id)
);
call protect('route_change');
create index route_change_recent on route_change (organization_id, route_id, changed_at desc);

-- Where an organization's incumbent LLMs answer; the credential is encrypted with the organization's key.
create table incumbent_endpoint (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    base_url        text not null,
    encrypted_credential bytea,
    changed_by_name text not null,
    changed_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id)
);
call protect('incumbent_endpoint');
