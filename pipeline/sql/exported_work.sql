-- exported_work.sql: the works of an export, in the order of their keys.
-- in: work, citekey, bibliography, tag, relation; $ids   out: columns of work, and those of ExportedWork
-- 'unsure' is no tag unless a person has said so: else it says that nobody knows.
with
chosen as (select unnest($ids::varchar[]) as work_id),
lead as (select work_id, key from citekey where leads),
alias as (select work_id, list(key order by key) as aliases from citekey where not leads group by all),
label as (
  select work_id, list_sort(list_distinct(list(facet || ':' || value))) as tags
  from tag where not suggested and (value <> 'unsure' or layer = 'person') group by all
),
held as (
  select relation.left_id as work_id, min(lead.key) as part_of
  from relation join chosen on chosen.work_id = relation.right_id join lead on lead.work_id = relation.right_id
  where kind = 'part-of' group by all
)
select
  lead.key, work.*, coalesce(alias.aliases, []) as aliases, coalesce(label.tags, []) as tags,
  shown.status, shown.status_reason, shown.retracted, shown.sources, held.part_of
from work
semi join chosen using (work_id)
join lead using (work_id)
join (select work_id, status, status_reason, retracted, sources from bibliography) as shown using (work_id)
left join alias using (work_id)
left join label using (work_id)
left join held using (work_id)
order by lower(lead.key), lead.key
