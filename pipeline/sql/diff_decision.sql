-- diff_decision.sql: every decision that still counts, by the works whose records it names.
-- in: decision, work_record   out: work_id, decision_id, time, who, event, records, reason, state
select distinct work_id, decision_id, time, who, event, records, reason, state
from (select *, unnest(records) as record_id from decision)
join work_record using (record_id)
where state in ('in force', 'disputed') or state like 'needs a look%'
order by work_id, time, decision_id
