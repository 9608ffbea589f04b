-- diff_notice.sql: what was known of works before: relations and publication types of their older entries.
-- in: $works, $since, entry, entry_file, work_record   out: work_id, relations, publication_types
select work_id, fields['relations'], fields['publication_types']
from entry join entry_file using (file_id) join work_record using (record_id)
where moment < $since and work_id in (select unnest($works::varchar[]))
  and (fields['relations'] is not null or fields['publication_types'] is not null)
