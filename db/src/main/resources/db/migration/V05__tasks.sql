-- Call sites, tasks and which call belongs to which.

create table discovery_run (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    status          text not null check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
    stage           text,
    done            bigint not null default 0,
    total           bigint not null default 0,
    calls           bigint not null default 0,
    call_sites      int not null default 0,
    tasks           int not null default 0,
    failure         text,
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    unique (organization_id, id)
);
call protect('discovery_run');

create table call_site (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    name            text not null,
    template        text not null,
    signature       jsonb not null,
    tool_names      text[] not null,
    response_shape  text not null,
    calls           bigint not null,
    first_seen_at   timestamptz,
    last_seen_at    timestamptz,
    unique (organization_id, id)
);
call protect('call_site');

create table task (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    call_site_id    uuid not null,
    name            text not null check (length(name) between 1 and 200),
    named_by_person boolean not null default false,
    description     text not null,
    status          text not null check (status in ('ACTIVE', 'RETIRED')),
    current_version int not null,
    output_shape    text not null,
    calls           bigint not null,
    failed_calls    bigint not null,
    prompt_tokens   bigint not null,
    completion_tokens bigint not null,
    cost            numeric(18, 9),
    calls_priced    bigint not null,
    latency_p50_ms  bigint,
    latency_p95_ms  bigint,
    first_call_at   timestamptz,
    last_call_at    timestamptz,
    worthiness      numeric(4, 3) not null,
    worth_moving    boolean not null,
    reasons         jsonb not null,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    version         int not null default 0,
    unique (organization_id, id),
    foreign key (organization_id, call_site_id) references call_site (organization_id, id)
);
call protect('task');
create index task_cost on task (organization_id, status, cost desc nulls last, id);

create table task_version (
    organization_id uuid not null,
    task_id         uuid not null,
    number          int not null,
    template        text not null,
    discovery_run_id uuid not null,
    created_at      timestamptz not null default now(),
    primary key (organization_id, task_id, number),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, discovery_run_id) references discovery_run (organization_id, id)
);
call protect('task_version');

create table assignment (
    organization_id uuid not null,
    call_id         uuid not null,
    call_site_id    uuid not null,
    task_id         uuid,
    variable_id     uuid,
    discovery_run_id uuid not null,
    primary key (organization_id, call_id),
    foreign key (organization_id, call_id) references llm_call (organization_id, id) on delete cascade,
    foreign key (organization_id, call_site_id) references call_site (organization_id, id),
    foreign key (organization_id, task_id) references task (organization_id, id)
);
call protect('assignment');
create index assignment_task on assignment (organization_id, task_id, call_id);

-- The embedding of the variable part of a prompt; one row a distinct text.
create table embedding (
    organization_id uuid not null references organization,
    variable_id     uuid not null,
    vector          halfvec(384) not null,
    primary key (organization_id, variable_id)
);
call protect('embedding');
create index embedding_nearest on embedding using hnsw (vector halfvec_cosine_ops);
