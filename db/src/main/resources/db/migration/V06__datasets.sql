create table dataset (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    task_version    int not null,
    name            text not null,
    output_shape    text not null,
    train           int not null,
    validation      int not null,
    test            int not null,
    duplicates_dropped int not null,
    manifest        jsonb not null,
    content_hash    bytea not null,
    created_by_name text not null,
    created_at      timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, task_id) references task (organization_id, id)
);
call protect('dataset');
create index dataset_task on dataset (organization_id, task_id, created_at desc);

create table dataset_example (
    organization_id uuid not null,
    dataset_id      uuid not null,
    ordinal         int not null,
    split           text not null check (split in ('TRAIN', 'VALIDATION', 'TEST')),
    call_id         uuid not null,
    conversation    text not null,
    example_hash    bytea not null,
    body            jsonb not null,
    primary key (organization_id, dataset_id, ordinal),
    foreign key (organization_id, dataset_id) references dataset (organization_id, id)
);
call protect('dataset_example');
