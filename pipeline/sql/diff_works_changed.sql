-- diff_works_changed.sql: works of which a field differs, with all fields of both as JSON.
-- in: twin, now_work, work, before.work
-- When it was last found and how many records it has is no change of the work.
with old as (select work_id, w from (select * exclude (records, first_seen, last_seen) from before.work) w),
new as (select work_id, w from (select * exclude (records, first_seen, last_seen) from work) w)
select now.work_id, now.key, now.title, now.year, now.status, to_json(old.w)::varchar, to_json(new.w)::varchar
from twin
join old on old.work_id = before_id
join new on new.work_id = after_id
join now_work now on now.work_id = after_id
where hash(struct_update(old.w, work_id := '')) <> hash(struct_update(new.w, work_id := ''))
order by lower(now.key), now.work_id
