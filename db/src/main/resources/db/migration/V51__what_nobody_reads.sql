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

-- An event that every listener has handled is deleted, and so are those that were kept until now.
delete from event_publication where completion_date is not null;

-- Old jobs go with all that is told of them.
create index batch_job_execution_instance on batch_job_execution (job_instance_id);
create index batch_job_execution_params_execution on batch_job_execution_params (job_execution_id);
create index batch_step_execution_execution on batch_step_execution (job_execution_id);
alter table batch_job_execution drop constraint job_inst_exec_fk,
    add constraint job_inst_exec_fk foreign key (job_instance_id) references batch_job_instance on delete cascade;
alter table batch_job_execution_params drop constraint job_exec_params_fk,
    add constraint job_exec_params_fk foreign key (job_execution_id) references batch_job_execution on delete cascade;
alter table batch_job_execution_context drop constraint job_exec_ctx_fk,
    add constraint job_exec_ctx_fk foreign key (job_execution_id) references batch_job_execution on delete cascade;
alter table batch_step_execution drop constraint job_exec_step_fk,
    add constraint job_exec_step_fk foreign key (job_execution_id) references batch_job_execution on delete cascade;
alter table batch_step_execution_context drop constraint step_exec_ctx_fk,
    add constraint step_exec_ctx_fk foreign key (step_execution_id) references batch_step_execution on delete cascade;
create index job_request_finished on job_request (finished_at) where finished_at is not null;
create index sign_in_failure_time on sign_in_failure (failed_at);
