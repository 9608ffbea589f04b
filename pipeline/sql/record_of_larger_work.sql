-- record_of_larger_work.sql: the records of works that have two or more, work by work.
-- in: record, work_record, changed_work   out: work_id and the columns of record
select work_id, record.* from record join work_record using (record_id)
where work_id in (select work_id from work_record where work_id in (select work_id from changed_work) group by work_id having count(*) > 1)
order by work_id, record_id
