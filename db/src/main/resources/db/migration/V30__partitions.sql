-- Calls and messages lie in partitions, one an organization and, of calls, one a month below it: an organization or a
-- month goes by dropping tables, and no index is shared. docs/architecture.md says why they are so.

create temporary table moved_message on commit drop as select * from message with no data;
create temporary table moved_call on commit drop as select * from llm_call with no data;
create temporary table moved_assignment on commit drop as select * from assignment with no data;

alter table organization no force row level security;
do $$
declare
    tenant uuid;
begin
    for tenant in select id from organization loop
        perform set_config('app.organization', tenant::text, true);
        insert into moved_message select * from message;
        insert into moved_call select * from llm_call;
        insert into moved_assignment select * from assignment;
    end loop;
    perform set_config('app.organization', '', true);
end $$;

drop table assignment;
drop table llm_call;
drop table message;

-- A distinct message, redacted. Its id is the first half of a hash of the original keyed by the organization.
create table message (
    organization_id uuid not null,
    id              uuid not null,
    role            text not null check (role in ('SYSTEM', 'USER', 'ASSISTANT', 'TOOL')),
    last_used       date not null,
    tokens          int not null,
    created_at      timestamptz not null default now(),
    body            jsonb not null,
    redactions      jsonb,
    primary key (organization_id, id)
) partition by list (organization_id);
comment on column message.redactions is 'what was replaced: pointer, start and end in UTF-16 units of the redacted text, type; null for nothing';
comment on column message.tokens is 'estimated';
comment on column message.last_used is 'the first of the newest month that a call with this message was made in; raised as calls come in, never lowered';
call protect('message');

-- Which calls there are, when they were made and so in which partition they lie, and how complete what is stored is.
create table call_identity (
    organization_id uuid not null,
    id              uuid not null,
    ordered_at      timestamptz not null,
    completeness    bigint not null,
    primary key (organization_id, id)
) partition by list (organization_id);
call protect('call_identity');

create table llm_call (
    organization_id  uuid not null,
    id               uuid not null,
    upload_id        uuid not null,
    ordered_at       timestamptz not null,
    occurred_at      timestamptz,
    record           bigint not null,
    latency_ms       bigint,
    cost_nanos       bigint generated always as ((cost * 1000000000)::bigint) stored,
    index_in_record  int not null,
    prompt_tokens    int not null,
    completion_tokens int not null,
    cached_tokens    int not null default 0,
    tokens_estimated boolean not null,
    tool_set_id      uuid,
    response_id      uuid,
    message_ids      uuid[] not null,
    cost             numeric(18, 9),
    conversation     text not null,
    provider_call_id text,
    model            text,
    finish_reason    text,
    price_version    text,
    parameters       jsonb,
    metadata         jsonb,
    error            jsonb,
    routed           jsonb,
    words            tsvector,
    primary key (organization_id, ordered_at, id)
) partition by list (organization_id);
comment on column llm_call.ordered_at is 'occurred_at, or where that is unknown the upload''s time plus a microsecond a call';
comment on column llm_call.cost_nanos is 'the cost in billionths: conditions on numbers of this kind may use an index under row-level security';
comment on column llm_call.parameters is 'null for none';
comment on column llm_call.metadata is 'null for none';
comment on column llm_call.words is 'what is searched: the answer, and the prompt from its last answer on';
call protect('llm_call');
create index llm_call_upload on llm_call (upload_id, ordered_at);
create index llm_call_conversation on llm_call (conversation);
create index llm_call_model on llm_call (model);
create index llm_call_cost on llm_call (cost_nanos, id) where cost_nanos is not null;
create index llm_call_latency on llm_call (latency_ms, id) where latency_ms is not null;
create index llm_call_failed on llm_call (ordered_at) where error is not null or response_id is null;
create index llm_call_routed on llm_call (ordered_at) where routed is not null;
create index llm_call_words on llm_call using gin (words);

create table assignment (
    organization_id uuid not null,
    call_id         uuid not null,
    ordered_at      timestamptz not null,
    call_site_id    uuid not null,
    task_id         uuid,
    variable_id     uuid,
    discovery_run_id uuid not null,
    primary key (organization_id, call_id)
) partition by list (organization_id);
comment on column assignment.ordered_at is 'the call''s, so that the newest calls of a task are found without the others';
call protect('assignment');
create index assignment_task on assignment (task_id, ordered_at, call_id);

-- How far the calls of an organization are forgotten. Who remembers messages over several transactions looks here whether they may be gone.
create table call_retention (
    organization_id  uuid primary key references organization,
    forgotten_before timestamptz not null,
    forgotten_at     timestamptz not null default now()
);
call protect('call_retention');

-- Adds a partition of an organization: made beside its table and then attached, which locks out nobody.
create procedure add_organization_partition(parent text, tenant uuid, below text) language plpgsql as $$
declare
    name text := parent || '_' || replace(tenant::text, '-', '');
begin
    execute format('create table %I (like %I including all excluding comments) %s', name, parent, below);
    call protect(name);
    execute format('alter table %I attach partition %I for values in (%L)', parent, name, tenant);
end $$;

-- Makes room for the calls of the current organization in these months. The application owns no table, so this runs as the owner.
create function prepare_calls(months date[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    tenant uuid := current_organization();
    suffix text := replace(tenant::text, '-', '');
    month  date;
    name   text;
begin
    if to_regclass('llm_call_' || suffix) is not null and not exists (
            select from unnest(months) as m (at) where to_regclass('llm_call_' || suffix || to_char(at, '_YYYYMM')) is null) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('partitions:' || suffix, 0));
    -- From here on the catalogue itself is asked: what another transaction made while this one waited is not in its cache.
    if not exists (select from pg_class where relname = 'llm_call_' || suffix) then
        call add_organization_partition('message', tenant, '');
        call add_organization_partition('call_identity', tenant, '');
        call add_organization_partition('assignment', tenant, '');
        execute format('alter table %I add foreign key (organization_id, call_id) references %I (organization_id, id) on delete cascade',
            'assignment_' || suffix, 'call_identity_' || suffix);
        call add_organization_partition('llm_call', tenant, 'partition by range (ordered_at)');
    end if;
    for month in select distinct date_trunc('month', at)::date from unnest(months) as m (at) order by 1 loop
        name := 'llm_call_' || suffix || to_char(month, '_YYYYMM');
        if not exists (select from pg_class where relname = name) then
            execute format('create table %I (like %I including all excluding comments)', name, 'llm_call_' || suffix);
            call protect(name);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', 'llm_call_' || suffix, name,
                to_char(month, 'YYYY-MM-DD') || ' 00:00+00', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00+00');
        end if;
    end loop;
end $$;

-- Drops the months of the current organization's calls that are over at this time. Waits ten seconds for those who read them.
create function drop_calls_before(before timestamptz) returns void language plpgsql security definer
        set search_path = public, pg_temp set lock_timeout = '10s' as $$
declare
    calls text := 'llm_call_' || replace(current_organization()::text, '-', '');
    name  text;
begin
    for name in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass(calls)
            and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') at time zone 'UTC' <= before order by 1 loop
        execute format('drop table %I', name);
    end loop;
end $$;

-- Drops all calls and messages of the current organization, as erasing it begins.
create function drop_calls() returns void language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '10s' as $$
declare
    parent text;
begin
    foreach parent in array array['assignment', 'llm_call', 'call_identity', 'message'] loop
        execute format('drop table if exists %I', parent || '_' || replace(current_organization()::text, '-', ''));
    end loop;
end $$;

do $$
declare
    tenant uuid;
begin
    for tenant in select id from organization loop
        perform set_config('app.organization', tenant::text, true);
        perform prepare_calls(array(select distinct (c.ordered_at at time zone 'UTC')::date from moved_call c where c.organization_id = tenant));
        insert into message (organization_id, id, role, last_used, tokens, created_at, body, redactions)
        select tenant, m.id, m.role, date_trunc('month', coalesce(u.at, m.created_at) at time zone 'UTC'), m.tokens, m.created_at, m.body, nullif(m.redactions, '[]')
        from moved_message m
        left join (select e.id, max(c.ordered_at) as at from moved_call c cross join unnest(c.message_ids || c.response_id) as e (id)
                   where c.organization_id = tenant group by e.id) u on u.id = m.id
        where m.organization_id = tenant;
        insert into call_identity (organization_id, id, ordered_at, completeness)
        select tenant, c.id, c.ordered_at, ((c.routed is not null)::int::bigint << 62) | ((c.response_id is not null)::int::bigint << 61) | ((c.error is null)::int::bigint << 60)
            | ((not c.tokens_estimated)::int::bigint << 59) | ((c.finish_reason is not null)::int::bigint << 58) | (least(cardinality(c.message_ids), 4095)::bigint << 46)
            | (least(coalesce(r.tokens, 0), 1048575)::bigint << 26)
        from moved_call c left join moved_message r on r.organization_id = tenant and r.id = c.response_id where c.organization_id = tenant;
        insert into llm_call (organization_id, id, upload_id, ordered_at, occurred_at, record, latency_ms, index_in_record, prompt_tokens, completion_tokens, cached_tokens,
            tokens_estimated, tool_set_id, response_id, message_ids, cost, conversation, provider_call_id, model, finish_reason, price_version, parameters, metadata, error, routed, words)
        select tenant, c.id, c.upload_id, c.ordered_at, c.occurred_at, c.record, c.latency_ms, c.index_in_record, c.prompt_tokens, c.completion_tokens, c.cached_tokens,
            c.tokens_estimated, c.tool_set_id, c.response_id, c.message_ids, c.cost, c.conversation, c.provider_call_id, c.model, c.finish_reason, c.price_version,
            nullif(c.parameters, '{}'), nullif(c.metadata, '{}'), c.error, c.routed,
            (select array_to_tsvector(array_agg(distinct w.word))
             from (select m.body from unnest(c.message_ids) with ordinality as e (id, place) join moved_message m on m.organization_id = tenant and m.id = e.id
                   where m.role in ('USER', 'TOOL') and e.place > coalesce((select max(a.place) from unnest(c.message_ids) with ordinality as a (id, place)
                         join moved_message b on b.organization_id = tenant and b.id = a.id and b.role = 'ASSISTANT'), 0)
                   union all select m.body from moved_message m where m.organization_id = tenant and m.id = c.response_id) t
             cross join regexp_split_to_table(lower(left(concat_ws(' ', t.body ->> 'content', t.body -> 'tool_calls'), 20000)), '[^[:alnum:]]+') as w (word)
             where length(w.word) between 1 and 64)
        from moved_call c where c.organization_id = tenant;
        insert into assignment (organization_id, call_id, ordered_at, call_site_id, task_id, variable_id, discovery_run_id)
        select tenant, a.call_id, c.ordered_at, a.call_site_id, a.task_id, a.variable_id, a.discovery_run_id
        from moved_assignment a join moved_call c on c.organization_id = tenant and c.id = a.call_id where a.organization_id = tenant;
    end loop;
    perform set_config('app.organization', '', true);
end $$;
alter table organization force row level security;

alter table upload add column completed bigint not null default 0 check (completed >= 0);
comment on column upload.completed is 'calls that an earlier upload had brought less completely, so that this upload''s version took their place';
