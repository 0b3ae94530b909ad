-- A request that was made again while a worker was at it is done once more; one that could not be run waits before the next try.
alter table job_request
    add again boolean not null default false,
    add not_before timestamptz;
