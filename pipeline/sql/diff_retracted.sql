-- diff_retracted.sql: works that were there and are retracted now, but were not before.   in: twin, now_work, before_work
select now.work_id, now.key, now.title, now.year, now.status
from twin join now_work now on now.work_id = after_id join before_work was on was.work_id = before_id
where now.retracted and not was.retracted
order by lower(now.key), now.work_id
