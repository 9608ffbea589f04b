-- leaving_work.sql: the works that an export has, as the checks of export_checks/ ask of them.
-- in: work, citekey, relation, stated_relation, work_record; $ids   out: one row a work
-- `newest`: the year of the newest search of the corpus, null where no note says when; `checked`: the fields whose
-- values a person has set: what a person has looked at is not asked again. `names`: 'Winter, A.; Roe, R.'.
with
chosen as (select unnest($ids::varchar[]) as work_id),
retracted as (
  select right_id as work_id from relation where kind = 'retraction-of'
  union
  select work_id from stated_relation join work_record using (record_id) where kind = 'retraction-of' and inverse
),
said as (
  select record_id, value ->> '$.field' as field
  from (select unnest(records) as record_id, value from decision where event = 'set-field' and state = 'in force')
),
-- some journals count their volumes by years: 2012;2012:1-9
by_years as (
  select container from work where volume = year::varchar group by container having count(distinct year) > 1
),
checked as (select work_id, list(distinct field) as checked from said join work_record using (record_id) group by all)
select
  work.work_id, type, title, title_original, authors, editors, year, date, container, container_short, event, publisher,
  volume, issue, pages, article_number, doi, pmid, url, citekey.key,
  work.work_id in (from retracted) or list_has_any(
    list_transform(publication_types, lambda t: lower(t)), ['retracted publication', 'retracted']
  ) as retracted,
  (select max(try_cast(left(last_seen, 4) as integer)) from work) as newest,
  coalesce(checked.checked, []) as checked,
  array_to_string(
    list_transform(authors, lambda n: coalesce(n.literal, concat_ws(', ', n.family, n.given))), '; '
  ) as names,
  container in (from by_years) as volumes_are_years
from work
semi join chosen using (work_id)
join citekey on citekey.work_id = work.work_id and leads
left join checked on checked.work_id = work.work_id
