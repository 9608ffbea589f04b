-- diff_screening.sql: works that are included or excluded otherwise than before.   in: twin, now_work, before_work
select now.work_id, now.key, now.title, now.year, now.status, was.status, was.status_reason, now.status_reason
from twin join now_work now on now.work_id = after_id join before_work was on was.work_id = before_id
where now.status <> was.status
order by was.status, now.status, lower(now.key), now.work_id
