-- The append-only chain of what happened, one chain an organization.
create table audit_entry (
    organization_id uuid not null references organization,
    sequence        bigint not null check (sequence > 0),
    occurred_at     timestamptz not null,
    actor_kind      text not null check (actor_kind in ('PERSON', 'API_KEY', 'SYSTEM')),
    actor_id        uuid,
    actor_name      text not null,
    action          text not null,
    subject_type    text not null,
    subject_id      text not null,
    details         jsonb not null,
    previous_hash   bytea not null,
    hash            bytea not null,
    primary key (organization_id, sequence)
);
call protect('audit_entry');
create index audit_entry_subject on audit_entry (organization_id, subject_type, subject_id, sequence);
