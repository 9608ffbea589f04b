-- diff_works_merged.sql: works that were several, a row for each that they were.   in: now_work, before_work, match
select
  now.work_id, now.key, now.title, now.year, now.status,
  was.work_id, was.key, was.title, was.year, was.status
from match
join now_work now on now.work_id = after_id
join before_work was on was.work_id = before_id
where after_id in (select after_id from match group by after_id having count(*) > 1)
order by lower(now.key), now.work_id, lower(was.key), was.work_id
