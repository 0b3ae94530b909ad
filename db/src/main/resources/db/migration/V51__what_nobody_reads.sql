-- What was written and never read.

drop table checkpoint;
alter table upload drop column bytes_total, drop column created_by, drop column version;
alter table evaluation drop column margin, drop column version;
alter table task drop column version;
alter table training_run drop column method;
alter table job_request drop column requested_by;
alter table call_retention drop column forgotten_before;
alter table retention_pass drop column begun_at;
alter table discovery_run drop column call_sites;
