-- exported_fields.sql: the fields of works, as JSON lists: as objects with names they take twice the time to read.
-- in: work; $ids   out: one row a work; the fields in the order of the columns of `work`
select work_id, json_array(*columns(* exclude (work_id, records, first_seen, last_seen)))::varchar as text
from work
where work_id in (select unnest($ids::varchar[]))
