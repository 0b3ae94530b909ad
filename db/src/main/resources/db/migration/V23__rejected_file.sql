-- The file of an archive that a rejected record is in.
alter table rejected_record add column file text;
