-- diff_look.sql: decisions that a person should look at again, and had not to before.
-- in: decision, look_again, work_record, match, twin, now_work, before_work, before.decision, look_before (decision_id)
-- out: decision_id, time, who, event, reason, why, and the work that the decision speaks of now
with many as (select before_id from match group by before_id having count(*) > 1),
one_of_many as (select after_id from match group by after_id having count(*) > 1),
of_work as (
  select distinct decision_id, event, old.work_id as before_id, new.work_id as after_id
  from (select decision_id, event, unnest(records) as record_id from before.decision where state = 'in force')
  join before.work_record old using (record_id) left join work_record new using (record_id)
  where event not in ('same', 'different', 'related', 'undo', 'settle')
),
found as (
  select decision_id, 1 as place, state as why from decision
  where (state = 'disputed' or state like 'needs a look%')
    and (decision_id, state) not in (select (decision_id, state) from before.decision)
  union all
  select decision_id, 2, changed from look_again where decision_id not in (from look_before)
  union all
  select decision_id, 3, 'its work is retracted now' from of_work
  where after_id in (select after_id from twin join now_work now on now.work_id = after_id
    join before_work was on was.work_id = before_id where now.retracted and not was.retracted)
  union all
  select decision_id, 4, 'its work became several' from of_work where before_id in (from many)
  union all
  select decision_id, 5, 'its work was joined with another' from of_work where after_id in (from one_of_many)
),
told as (select decision_id, string_agg(distinct why, '; ' order by why) as why from found group by decision_id)
select decision_id, time, who, event, reason, why, now.work_id, now.key, now.title, now.year, now.status
from told
join decision using (decision_id)
left join (
  select decision_id, min(work_record.work_id) as work_id
  from (select decision_id, unnest(records) as record_id from decision) join work_record using (record_id)
  group by decision_id
) using (decision_id)
left join now_work now using (work_id)
order by time, decision_id
