-- exported_beside.sql: what an export tells of works beside their fields.
-- in: citekey, screening, work_record, record, tag; $ids   out: one row a work; what is told, as a JSON list
-- Everything is looked up for these works alone, so that the works can be asked for some thousands at a time.
-- 'unsure' is no tag unless a person has said so: else it says that nobody knows.
with
chosen as (select unnest($ids::varchar[]) as work_id),
lead as (select work_id, key from citekey semi join chosen using (work_id) where leads),
alias as (
  select work_id, list(key order by key) as aliases
  from citekey semi join chosen using (work_id) where not leads group by all
),
label as (
  select work_id, list_sort(list_distinct(list(facet || ':' || value))) as tags
  from tag semi join chosen using (work_id)
  where not suggested and (value <> 'unsure' or layer = 'person') group by all
),
origin as (
  select work_id, list_sort(list_distinct(list(source))) as sources
  from work_record semi join chosen using (work_id) join record using (record_id) group by all
)
select
  work_id,
  json_array(
    work_id, lead.key, coalesce(alias.aliases, []), coalesce(label.tags, []),
    screening.status, screening.status_reason, coalesce(origin.sources, [])
  )::varchar as text
from lead
join screening using (work_id)
left join origin using (work_id)
left join alias using (work_id)
left join label using (work_id)
