-- diff_works_split.sql: works that became several, a row for each that they are now.   in: now_work, before_work, match
select
  was.work_id, was.key, was.title, was.year, was.status,
  now.work_id, now.key, now.title, now.year, now.status
from match
join before_work was on was.work_id = before_id
join now_work now on now.work_id = after_id
where before_id in (select before_id from match group by before_id having count(*) > 1)
order by lower(was.key), was.work_id, lower(now.key), now.work_id
