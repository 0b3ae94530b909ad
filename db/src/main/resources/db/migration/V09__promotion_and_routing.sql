create table promotion_request (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    candidate_id    uuid not null,
    evaluation_id   uuid not null,
    mode            text not null check (mode in ('SHADOW', 'CANARY', 'FULL')),
    share           numeric(4, 3) not null check (share > 0 and share <= 1),
    status          text not null check (status in ('WAITING', 'APPROVED', 'DENIED', 'WITHDRAWN')),
    evidence        jsonb not null,
    evidence_hash   bytea not null,
    comment         text not null default '',
    requested_by    uuid not null references person,
    requested_by_name text not null,
    requested_at    timestamptz not null default now(),
    version         int not null default 0,
    unique (organization_id, id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, candidate_id) references candidate (organization_id, id),
    foreign key (organization_id, evaluation_id) references evaluation (organization_id, id)
);
call protect('promotion_request');
create unique index promotion_request_one_waiting on promotion_request (organization_id, task_id) where status = 'WAITING';

create table decision (
    organization_id uuid not null,
    promotion_request_id uuid not null,
    outcome         text not null check (outcome in ('APPROVED', 'DENIED')),
    comment         text not null,
    decided_by      uuid not null references person,
    decided_by_name text not null,
    decided_at      timestamptz not null default now(),
    primary key (organization_id, promotion_request_id),
    foreign key (organization_id, promotion_request_id) references promotion_request (organization_id, id)
);
call protect('decision');

-- A request waits, is decided once, and never changes otherwise; so its evidence is what the approver saw.
create function promotion_is_decided_once() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status <> 'WAITING' then
            raise exception 'a promotion request begins waiting' using errcode = 'check_violation';
        end if;
    elsif old.status <> 'WAITING' then
        raise exception 'a promotion request is decided once' using errcode = 'check_violation';
    elsif to_jsonb(new) - 'status' - 'version' <> to_jsonb(old) - 'status' - 'version' then
        raise exception 'a promotion request and its evidence are frozen' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger promotion_is_decided_once before insert or update on promotion_request for each row execute function promotion_is_decided_once();

-- Nobody decides what she asked for.
create function decision_is_by_another() returns trigger language plpgsql as $$
begin
    if not exists (
        select from promotion_request p
        where p.organization_id = new.organization_id and p.id = new.promotion_request_id and p.status = new.outcome
          and p.requested_by <> new.decided_by) then
        raise exception 'a promotion request is decided by someone else than who made it' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger decision_is_by_another before insert on decision for each row execute function decision_is_by_another();

-- At the end of its transaction a decided request has its decision.
create function promotion_has_its_decision() returns trigger language plpgsql as $$
begin
    if new.status in ('APPROVED', 'DENIED') and not exists (
        select from decision d
        where d.organization_id = new.organization_id and d.promotion_request_id = new.id and d.outcome = new.status) then
        raise exception 'a promotion request is approved or denied by a decision' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger promotion_has_its_decision after update on promotion_request
    deferrable initially deferred for each row execute function promotion_has_its_decision();

create table route (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    task_id         uuid not null,
    mode            text not null check (mode in ('OFF', 'SHADOW', 'CANARY', 'FULL')),
    share           numeric(4, 3) not null,
    candidate_id    uuid,
    promotion_request_id uuid,
    changed_by_name text not null,
    changed_at      timestamptz not null default now(),
    version         int not null default 0,
    unique (organization_id, id),
    unique (organization_id, task_id),
    foreign key (organization_id, task_id) references task (organization_id, id),
    foreign key (organization_id, candidate_id) references candidate (organization_id, id),
    foreign key (organization_id, promotion_request_id) references promotion_request (organization_id, id)
);
call protect('route');

-- A route rests on an approved promotion request, whoever writes it; only what takes it back to the incumbent needs none.
create function route_follows_decision() returns trigger language plpgsql as $$
begin
    if new.mode <> 'OFF' and not exists (
        select from promotion_request p
        where p.organization_id = new.organization_id and p.id = new.promotion_request_id and p.status = 'APPROVED'
          and p.task_id = new.task_id and p.candidate_id = new.candidate_id and p.mode = new.mode and p.share = new.share) then
        raise exception 'no approved promotion request asks for this state of the route' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger route_follows_decision before insert or update on route for each row execute function route_follows_decision();

-- Every change of a route: what it was and what it became, and why.
create table route_change (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null,
    route_id        uuid not null,
    kind            text not null check (kind in ('PROMOTION', 'ROLLBACK', 'AUTOMATIC_ROLLBACK')),
    from_mode       text not null,
    from_share      numeric(4, 3) not null,
    from_candidate_id uuid,
    from_promotion_request_id uuid,
    to_mode         text not null,
    to_share        numeric(4, 3) not null,
    to_candidate_id uuid,
    promotion_request_id uuid,
    reason          text not null,
    changed_by_name text not null,
    changed_at      timestamptz not null default now(),
    unique (organization_id, id),
    foreign key (organization_id, route_id) references route (organization_id, id)
);
call protect('route_change');
create index route_change_recent on route_change (organization_id, route_id, changed_at desc);

-- Where an organization's incumbent LLMs answer; the credential is encrypted with the organization's key.
create table incumbent_endpoint (
    id              uuid primary key default uuidv7(),
    organization_id uuid not null references organization,
    base_url        text not null,
    encrypted_credential bytea,
    changed_by_name text not null,
    changed_at      timestamptz not null default now(),
    unique (organization_id, id),
    unique (organization_id)
);
call protect('incumbent_endpoint');

-- The calls of a route, for its figures.
create index llm_call_routed on llm_call (organization_id, (routed ->> 'task')) where routed is not null;
