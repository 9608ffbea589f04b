-- diff_keys.sql: what became of citekeys.
-- in: citekey, before.citekey, match, now_work, before_work, concerned, concerned_before
-- out: change, key, the work that it leads to now, the one it led to. change: moved (it leads to another publication),
-- nowhere (it leads to no work), alias (its work goes by another key), leads (an alias no more), given (it is new).
-- The case of a key means nothing: where two branches gave AHL and ahl to two works, ahl leads to the work of AHL now.
with both_keys as (
  select coalesce(old.key, new.key) as key, old.work_id as before_id, old.leads as led, new.work_id as after_id, new.leads
  from before.citekey old full join citekey new on lower(old.key) = lower(new.key)
),
told as (
  select *, case
      when after_id is null then 'nowhere'
      when before_id is null then 'given'
      when not exists (from match where match.before_id = both_keys.before_id and match.after_id = both_keys.after_id)
        then 'moved'
      when led and not leads then 'alias'
      when leads and not led then 'leads'
    end as change
  from both_keys
)
select change, told.key, now.work_id, now.key, now.title, now.year, now.status,
  was.work_id, was.key, was.title, was.year, was.status
from told
left join now_work now on now.work_id = after_id
left join before_work was on was.work_id = before_id
where change is not null and (before_id in (from concerned_before) or after_id in (from concerned))
order by change, lower(told.key), told.key
