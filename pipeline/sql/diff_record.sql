-- diff_record.sql: one row an entry that is asked about, with the work that its record fell into.
-- in: diff_entry, entry, entry_file, record, work_record, citekey, screening
-- `joined`: another record had brought the work before, or this one itself
with first as (
  select work_id, min(moment) as moment
  from entry join entry_file using (file_id) join work_record using (record_id) group by work_id
)
select entry_id, team, again, older_id is null as new, other_format, record_id,
  coalesce(record.title, record.title_original) as title, record.year, work_id, key, status,
  first.moment < since as joined, entry.fields['relations'] as relations,
  entry.fields['publication_types'] as publication_types
from diff_entry
join entry using (entry_id, record_id)
join record using (record_id)
join work_record using (record_id)
join screening using (work_id)
join first using (work_id)
left join (from citekey where leads) using (work_id)
order by key, record_id, entry_id
