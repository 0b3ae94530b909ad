create table training_run (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    dataset_id      uuid not null,
    base_model      text not null,
    method          text not null check (method in ('LORA', 'QLORA', 'FULL')),
    specification   jsonb not null,
    status          text not null check (status in ('QUEUED', 'RUNNING', 'EXPORTING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    cancel_requested boolean not null default false,
    step            int not null default 0,
    total_steps     int,
    loss            double precision,
    tokens_per_second double precision,
    eta_seconds     int,
    estimated_seconds int not null,
    estimated_cost  numeric(18, 9) not null,
    cost            numeric(18, 9),
    device          text,
    failure         text,
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    version         int not null default 0,
    unique (organization_id, id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, dataset_id) references dataset (organization_id, id)
);
call protect('training_run');
create index training_run_recent on training_run (organization_id, requested_at desc, id desc);

create table training_event (
    organization_id uuid not null,
    training_run_id uuid not null,
    ordinal         bigint not null,
    occurred_at     timestamptz not null,
    kind            text not null check (kind in ('STEP', 'CHECKPOINT', 'VALIDATION', 'EXPORT', 'MESSAGE', 'RESUMED')),
    step            int,
    loss            double precision,
    tokens_per_second double precision,
    text            text,
    primary key (organization_id, training_run_id, ordinal),
    foreign key (organization_id, training_run_id) references training_run (organization_id, id) on delete cascade
);
call protect('training_event');

create table checkpoint (
    organization_id uuid not null,
    training_run_id uuid not null,
    step            int not null,
    path            text not null,
    created_at      timestamptz not null default now(),
    primary key (organization_id, training_run_id, step),
    foreign key (organization_id, training_run_id) references training_run (organization_id, id) on delete cascade
);
call protect('checkpoint');

-- The files a run left: adapter and export, by content hash.
create table adapter (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    training_run_id uuid not null,
    directory       text not null,
    base_hash       bytea not null,
    adapter_hash    bytea not null,
    gguf_file       text not null,
    gguf_hash       bytea not null,
    gguf_bytes      bigint not null,
    golden_total    int not null,
    golden_equal    int not null,
    created_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id, training_run_id),
    foreign key (organization_id, training_run_id) references training_run (organization_id, id)
);
call protect('adapter');

create table candidate (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    training_run_id uuid not null,
    adapter_id      uuid not null,
    base_model      text not null,
    name            text not null,
    created_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id, adapter_id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, training_run_id) references training_run (organization_id, id),
    foreign key (organization_id, adapter_id) references adapter (organization_id, id)
);
call protect('candidate');
