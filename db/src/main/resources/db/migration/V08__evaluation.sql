create table evaluation (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    dataset_id      uuid not null,
    candidate_id    uuid not null,
    status          text not null check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    cancel_requested boolean not null default false,
    done            int not null default 0,
    total           int not null default 0,
    metric          text not null,
    margin          double precision not null,
    settings        jsonb not null,
    incumbent_asked boolean,
    verdict         text check (verdict in ('PASSED', 'FAILED', 'INCONCLUSIVE')),
    report          jsonb,
    report_hash     bytea,
    cost            numeric(18, 9),
    failure         text,
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    version         int not null default 0,
    unique (organization_id, id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, dataset_id) references dataset (organization_id, id),
    foreign key (organization_id, candidate_id) references candidate (organization_id, id)
);
call protect('evaluation');
create index evaluation_recent on evaluation (organization_id, requested_at desc, id desc);

create table evaluation_result (
    organization_id uuid not null,
    evaluation_id   uuid not null,
    ordinal         int not null,
    call_id         uuid not null,
    slices          text[] not null,
    reference       jsonb not null,
    contender       text not null check (contender in ('CANDIDATE', 'INCUMBENT', 'BASE')),
    answer          jsonb,
    score           double precision not null,
    fields          jsonb not null,
    latency_ms      bigint,
    prompt_tokens   int,
    completion_tokens int,
    cost            numeric(18, 9),
    failure         text,
    primary key (organization_id, evaluation_id, ordinal, contender),
    foreign key (organization_id, evaluation_id) references evaluation (organization_id, id) on delete cascade
);
call protect('evaluation_result');
