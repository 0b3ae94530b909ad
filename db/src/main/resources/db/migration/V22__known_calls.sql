alter table upload add column known bigint not null default 0 check (known >= 0);
comment on column upload.known is 'calls that an earlier upload had brought already, by the provider''s id and the prompt';
