-- veto_inside_work.sql: how many pairs that a rule keeps apart are in one work though no person joined anything there.
-- in: pair, work_record, work_link   out: one number, which must be 0
select count(*)
from pair
join work_record l on l.record_id = left_id
join work_record r on r.record_id = right_id and r.work_id = l.work_id
where pair.rule in (select unnest($vetoes::varchar[]))
  and not exists (from work_link where work_link.work_id = l.work_id and work_link.rule like 'decision:%')
