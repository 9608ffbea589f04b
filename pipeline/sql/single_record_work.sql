-- single_record_work.sql: a work that one record describes has that record's fields.
-- in: record, work_record, changed_work   out: work (rows for works of one record)
insert into work by name
select record_id as work_id, 1 as records, record.* exclude (record_id, source, accession, entry_id, entries, extra)
from record
where record_id in (select any_value(record_id) from work_record where work_id in (select work_id from changed_work) group by work_id having count(*) = 1)
order by record_id
