-- What the roles may do, set again after each migration. The owner's default privileges cover the usual case; this
-- makes it so for an external database too, and takes away what the application must never do.
grant usage on schema public to ${applicationRole};
grant select, insert, update, delete on all tables in schema public to ${applicationRole};
grant usage, select on all sequences in schema public to ${applicationRole};
revoke insert, update, delete on flyway_schema_history from ${applicationRole};
revoke update, delete on audit_entry from ${applicationRole};
revoke delete on promotion_request from ${applicationRole};
revoke delete on route from ${applicationRole};
revoke update, delete on dataset, dataset_example from ${applicationRole};
revoke update, delete on decision from ${applicationRole};
revoke update, delete on route_change from ${applicationRole};
revoke update, delete on savings_entry from ${applicationRole};
revoke execute on function prepare_calls(date[]), drop_calls_before(timestamptz), drop_calls() from public;
grant execute on function prepare_calls(date[]), drop_calls_before(timestamptz) to ${applicationRole};

do $$
begin
    if exists (select from pg_roles where rolname = 'downshift_erasure') then
        grant usage on schema public to downshift_erasure;
        grant select, delete on all tables in schema public to downshift_erasure;
        grant execute on function drop_calls() to downshift_erasure;
    end if;
end $$;
