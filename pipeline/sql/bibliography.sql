-- bibliography.sql: the view that people read: every work, one row each.
-- in: work, screening, tag, citekey   out: view bibliography
create view bibliography as
with
label as (
  select work_id,
    any_value(value) filter (facet = 'class') as class,
    any_value(value) filter (facet = 'method') as method,
    any_value(value) filter (facet = 'relevance') as relevance,
    list_sort(list_distinct(coalesce(list(value) filter (facet = 'kind'), []))) as kinds,
    list_sort(list_distinct(coalesce(list(value) filter (facet = 'topic'), []))) as topics,
    list_sort(list_distinct(list(facet || ':' || value))) as tags
  from tag group by work_id
),
origin as (
  select work_id, list_sort(list_distinct(list(source))) as sources
  from work_record join record using (record_id) group by work_id
),
key as (select work_id, key from citekey where leads)
select
  key.key as citekey,
  work.title, work.title_original, work.year,
  list_transform(work.authors, lambda n: coalesce(n.literal, concat_ws(', ', n.family, n.given))) as authors,
  work.container, work.volume, work.issue, work.pages, work.doi, work.pmid, work.type, work.languages,
  screening.status, screening.status_reason, screening.in_window,
  coalesce(label.class, 'unsure') as class, label.method, coalesce(label.kinds, []) as kinds,
  coalesce(label.topics, []) as topics, coalesce(label.relevance, 'unsure') as relevance,
  coalesce(label.tags, []) as tags,
  work.abstract, work.keywords, work.headings, work.publication_types,
  work.container_short, work.series, work.event, work.publisher, work.place, work.edition, work.article_number,
  work.issn, work.isbn, work.url, work.date, work.date_online, work.title_language, work.pmcid,
  work.records, origin.sources, work.first_seen, work.last_seen, work.work_id
from work
join screening using (work_id)
join origin using (work_id)
left join label using (work_id)
left join key using (work_id)
order by work.work_id;

-- pairs that wait for a person: asked about, not in one work by other links, and not decided
-- in: pair, work_record, decision   out: view open_pair
create view open_pair as
select pair.*
from pair
join work_record l on l.record_id = left_id
join work_record r on r.record_id = right_id
where verdict = 'ask' and l.work_id <> r.work_id
  and not exists (
    from decision
    where event in ('same', 'different', 'related') and state in ('in force', 'disputed')
      and list_contains(records, left_id) and list_contains(records, right_id)
  )
order by likeness desc, left_id, right_id;
