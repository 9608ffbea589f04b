-- exported_work.sql: the works of an export with their keys.   in: work, citekey; ?: the ids   out: key, columns of work
select key, work.* from work join citekey using (work_id)
where leads and work_id in (select unnest(?::varchar[]))
order by lower(key), key
