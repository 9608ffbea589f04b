-- quality_work.sql: the records of works, each with the files that have it.
-- in: $works, entry, record, work_record, work, citekey   out: one row a record and file
select work_id, key, work.year, record_id, record.accession, file_id
from work_record join record using (record_id) join entry using (record_id) join work using (work_id)
left join (from citekey where leads) using (work_id)
where work_id in (select unnest($works::varchar[]))
group by all
order by work_id, record_id, file_id
