-- An organization's own prices, above the price book that is shipped.
create table price_override (
    organization_id uuid not null references organization,
    version         int not null check (version > 0),
    prices          jsonb not null,
    created_by_name text not null,
    created_at      timestamptz not null default now(),
    primary key (organization_id, version)
);
call protect('price_override');

-- What was saved and what it cost. A routed call has one entry a kind, so the ledger adds up to the calls.
create table savings_entry (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    kind            text not null check (kind in ('AVOIDED', 'SERVING', 'SHADOW', 'FALLBACK', 'TRAINING', 'EVALUATION')),
    subject_id      uuid not null,
    amount          numeric(18, 9) not null,
    price_version   text not null,
    occurred_at     timestamptz not null,
    unique (organization_id, id),
    unique (organization_id, kind, subject_id),
    foreign key (organization_id, task_id) references task (organization_id, id)
);
call protect('savings_entry');
create index savings_entry_time on savings_entry (organization_id, occurred_at, task_id);
