-- Of very large teams one conversation in so many is kept, and counts for all of them.

alter table llm_call add column weight int not null default 1 check (weight > 0);
comment on column llm_call.weight is 'how many calls this one stands for';

alter table upload
    add column sample_one_in int check (sample_one_in > 0),
    add column sampled_out bigint not null default 0 check (sampled_out >= 0),
    add column represented bigint not null default 0;
comment on column upload.sample_one_in is 'as the policy was when its reading began, so that a reading that goes on decides alike';
comment on column upload.sampled_out is 'calls that were read and not kept, since another conversation stands for theirs';
comment on column upload.represented is 'what the weights of its calls add up to';

alter table organization no force row level security;
do $$
declare
    tenant uuid;
begin
    for tenant in select id from organization loop
        perform set_config('app.organization', tenant::text, true);
        update upload set represented = calls;
    end loop;
    perform set_config('app.organization', '', true);
end $$;
alter table organization force row level security;

alter table task add column kept_calls bigint not null default 0;
comment on column task.kept_calls is 'how many stored calls its figures come from; calls and sums count each by its weight';
