-- Organizations, people and what they may do.

-- The tenant of the running transaction. Fails loudly when none is set.
create function current_organization() returns uuid language sql stable parallel safe
return coalesce(nullif(current_setting('app.organization', true), ''), 'no organization is set')::uuid;

-- Puts a tenant table under forced row-level security.
create procedure protect(table_name text) language plpgsql as $$
begin
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy tenant on %I using (organization_id = coalesce(nullif(current_setting(''app.organization'', true), ''''), ''no organization is set'')::uuid)'
        || ' with check (organization_id = coalesce(nullif(current_setting(''app.organization'', true), ''''), ''no organization is set'')::uuid)', table_name);
end $$;

-- People exist across organizations, so this table has no tenant.
create table person (
    id            uuid primary key default uuidv7(),
    email         text not null check (email = lower(email) and email like '%_@_%'),
    display_name  text not null check (length(display_name) between 1 and 200),
    password_hash text not null,
    created_at    timestamptz not null default now(),
    unique (email)
);

-- Failed sign-ins, for throttling; by e-mail and by address, as keyed hashes.
create table sign_in_failure (
    subject_hash  bytea not null,
    failed_at     timestamptz not null default now()
);
create index sign_in_failure_subject on sign_in_failure (subject_hash, failed_at);

create table organization (
    id          uuid primary key default uuidv7(),
    name        text not null check (length(name) between 1 and 200),
    slug        text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    wrapped_key bytea not null,
    created_at  timestamptz not null default now()
);

create table member (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    person_id       uuid not null references person,
    role            text not null check (role in ('OWNER', 'ADMIN', 'APPROVER', 'ENGINEER', 'VIEWER')),
    created_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id, person_id)
);
create index member_person on member (person_id);

-- A person sees her own memberships in every organization (sign-in, the organization switcher); everyone else is
-- bound to the tenant.
alter table member enable row level security;
alter table member force row level security;
create policy tenant on member
    using (case when nullif(current_setting('app.person', true), '') is not null
                then person_id = current_setting('app.person', true)::uuid
                else organization_id = coalesce(nullif(current_setting('app.organization', true), ''), 'no organization is set')::uuid end)
    with check (organization_id = coalesce(nullif(current_setting('app.organization', true), ''), 'no organization is set')::uuid);
alter table organization enable row level security;
alter table organization force row level security;
create policy tenant on organization
    using (case when nullif(current_setting('app.person', true), '') is not null
                then id in (select organization_id from member)
                else id = coalesce(nullif(current_setting('app.organization', true), ''), 'no organization is set')::uuid end)
    with check (id = coalesce(nullif(current_setting('app.organization', true), ''), 'no organization is set')::uuid);

create table invitation (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    email           text not null,
    role            text not null check (role in ('OWNER', 'ADMIN', 'APPROVER', 'ENGINEER', 'VIEWER')),
    token_hash      bytea not null,
    invited_by      uuid not null references person,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null,
    accepted_at     timestamptz,
    revoked_at      timestamptz,
    unique (organization_id, id),
    unique (organization_id, token_hash)
);
call protect('invitation');

create table api_key (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    name            text not null check (length(name) between 1 and 100),
    hint            text not null,
    secret_hash     bytea not null,
    scopes          text[] not null,
    created_by      uuid not null references person,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz,
    last_used_at    timestamptz,
    revoked_at      timestamptz,
    unique (organization_id, id),
    unique (organization_id, secret_hash)
);
call protect('api_key');

-- Work for the workers. Infrastructure like the job repository's tables: it holds ids and no content, and a worker
-- has to see it across tenants.
create table job_request (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null,
    kind            text not null check (kind in ('INGEST', 'DISCOVERY', 'TRAINING', 'EVALUATION')),
    subject_id      uuid not null,
    requested_by    uuid,
    requested_at    timestamptz not null default now(),
    attempts        int not null default 0,
    finished_at     timestamptz,
    outcome         text
);
create index job_request_waiting on job_request (requested_at) where finished_at is null;
create unique index job_request_once on job_request (kind, subject_id) where finished_at is null;
