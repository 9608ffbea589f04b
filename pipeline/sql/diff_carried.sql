-- diff_carried.sql: gone records whose keys and decisions go on with others, and did not before.
-- in: successor, carried_before (gone_id, record_id), work_record, now_work
-- out: gone_id, record_id, who, why, and the work that they go on with
select gone_id, successor.record_id, successor.who, successor.why, now.work_id, now.key, now.title, now.year, now.status
from successor
left join work_record using (record_id)
left join now_work now using (work_id)
where (gone_id, successor.record_id) not in (select (gone_id, record_id) from carried_before)
order by gone_id
