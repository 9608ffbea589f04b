-- diff_works_new.sql: works of which the earlier corpus had no record.   in: now_work, match
select work_id, key, title, year, status, sources, retracted
from now_work where work_id not in (select after_id from match)
order by lower(key), work_id
