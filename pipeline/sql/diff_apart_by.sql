-- diff_apart_by.sql: why works became several: what keeps their records apart now, and what had joined them.
-- in: match, work_record, decision, pair, before.work_record, before.work_link, before.decision
-- out: before_id, now (true: keeps them apart; false: joined them before), rule, evidence
with parted as (select before_id from match group by before_id having count(*) > 1),
member as (
  select old.work_id as before_id, record_id, new.work_id as after_id
  from before.work_record old join work_record new using (record_id)
  where old.work_id in (from parted)
),
spoken as (
  select distinct decision_id, member.before_id, member.after_id
  from (
    select decision_id, unnest(records) as record_id from decision
    where event in ('different', 'related') and state in ('in force', 'disputed')
  )
  join member using (record_id)
)
select before_id, true as now, 'decision:' || decision_id as rule,
  who || ' on ' || left(time, 10) || coalesce(': ' || reason, '') as evidence
from decision
join (select decision_id, before_id from spoken group by all having count(*) > 1) using (decision_id)
union
select one.before_id, true, rule, evidence
from pair
join member one on one.record_id = left_id
join member other on other.record_id = right_id and other.before_id = one.before_id
where verdict <> 'same' and one.after_id <> other.after_id
union
select one.before_id, false, rule, evidence || coalesce(' [' || state || ']', '')
from before.work_link link
join member one on one.record_id = left_id
join member other on other.record_id = right_id
left join decision on rule = 'decision:' || decision_id
where one.after_id <> other.after_id
order by all
