-- The privacy report reads who took or opened calls, of which the audit trail holds few among many entries.
create index audit_entry_access on audit_entry (organization_id, occurred_at desc)
    where action in ('calls.exported', 'task.exported', 'dataset.exported', 'call.opened', 'dataset.opened');
