-- diff_works_gone.sql: works of which no record is left.   in: before_work, match
select work_id, key, title, year, status
from before_work where work_id not in (select before_id from match)
order by lower(key), work_id
