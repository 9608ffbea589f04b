-- diff_entry.sql: the entries that are asked about, each with what its record was before.
-- in: entry, entry_file, diff_file (file_id, team, since)   out: temp table diff_entry
-- `older_id` is the record's newest entry from before `since`; null: the record is new. `again`: the same record once
-- more in these files; its newest entry is the one that is compared. Files without a date are older than all others.
create temp table diff_entry as
with here as (
  select entry_id, record_id, file_id, team, since,
    row_number() over (partition by record_id, since order by moment desc, file_id, position desc) > 1 as again
  from entry join diff_file using (file_id) join entry_file using (file_id)
),
older as (
  select here.entry_id, arg_max(entry.entry_id, (moment, entry.file_id, position)) as older_id
  from here join entry using (record_id) join entry_file on entry_file.file_id = entry.file_id
  where not again and moment < since
  group by here.entry_id
)
select here.*, older_id,
  coalesce(now.format <> before.format or now.database is distinct from before.database, false) as other_format
from here
join source_file now on now.file_id = here.file_id and now.same_as is null
left join older using (entry_id)
left join source_file before on before.file_id = split_part(older_id, ':', 1) and before.same_as is null
