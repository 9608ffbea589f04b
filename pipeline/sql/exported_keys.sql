-- exported_keys.sql: as exported_beside.sql, for forms that write nothing of it but keys.
-- in: citekey; $ids   out: one row a work; what is told, as a JSON list
select
  work_id,
  json_array(
    work_id, any_value(key) filter (leads), coalesce(list(key order by key) filter (not leads), []), [],
    'undecided', null, []
  )::varchar as text
from citekey
where work_id in (select unnest($ids::varchar[]))
group by work_id
having bool_or(leads)
