-- At most one run of discovery waits in an organization, however many ask for one at the same time.
create unique index discovery_run_one_waits on discovery_run (organization_id) where status = 'QUEUED';
