-- bibliography.sql: the view that people read: every work, one row each.
-- in: work, screening, tag, citekey, relation, stated_relation   out: view bibliography
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
key as (select work_id, key from citekey where leads),
retracted as (
  select right_id as work_id from relation where kind = 'retraction-of'
  union select work_id from stated_relation join work_record using (record_id) where kind = 'retraction-of' and inverse
)
select
  key.key as citekey, -- the work's public name, as cited
  work.title, -- leading title
  work.title_original, -- title in the language of the work, where that is another and known
  work.year, -- year of issue; null where no record has one
  list_transform(work.authors, lambda n: coalesce(n.literal, concat_ws(', ', n.family, n.given))) as authors, -- 'Family, Given', in order
  work.container, -- journal, book or proceedings that holds the work
  work.volume, -- volume
  work.issue, -- issue
  work.pages, -- first-last in full, or what the source has
  work.doi, -- lower-case, without resolver
  work.pmid, -- PubMed id
  work.type, -- article, book, chapter …
  work.languages, -- languages of the work (ISO 639-1)
  screening.status, -- included, excluded, undecided
  screening.status_reason, -- why, in words
  screening.in_window, -- whether the year lies in the window of a query; null without a year
  coalesce(label.class, 'unsure') as class, -- empirical, theoretical, unsure
  label.method, -- quantitative, qualitative, mixed, unsure; null where nothing speaks of it
  coalesce(label.kinds, []) as kinds, -- review, trial, report …: any number
  coalesce(label.topics, []) as topics, -- leadership, students, burnout …: any number
  coalesce(label.relevance, 'unsure') as relevance, -- relevant, not-relevant, unsure
  coalesce(label.tags, []) as tags, -- every tag as facet:value
  work.work_id in (from retracted) or list_has_any(list_transform(work.publication_types, lambda t: lower(t)), ['retracted publication', 'retracted']) as retracted, -- whether a source or a retraction notice says so
  work.abstract, -- abstract
  work.keywords, -- author keywords
  work.headings, -- subject headings (MeSH and the like)
  work.publication_types, -- in the words of the source
  work.container_short, -- abbreviated form of container
  work.series, -- series
  work.event, -- conference
  work.publisher, -- publisher or school
  work.place, -- place of publication
  work.edition, -- edition statement
  work.article_number, -- article number
  work.issn, -- ISSNs, 1234-567X
  work.isbn, -- ISBNs, 13 digits
  work.url, -- address
  work.date, -- date of issue, as exact as the source is
  work.date_online, -- date of electronic publication
  work.title_language, -- language of title, where known
  work.pmcid, -- PubMed Central id
  work.records, -- how many records were joined in it
  origin.sources, -- which sources have it
  work.first_seen, -- earliest date of a search that found it
  work.last_seen, -- latest date of a search that found it
  work.work_id -- its smallest record id
from work
join screening using (work_id)
join origin using (work_id)
left join label using (work_id)
left join key using (work_id)
order by work.work_id;

-- pairs that wait for a person, the one most worth a look first: nobody has said anything of the two works yet
-- in: question, pair   out: view open_pair
create view open_pair as
select
  question.rank, -- 1 is asked first
  question.works, -- all works that are asked about together
  pair.left_id, -- in record
  pair.right_id, -- in record
  pair.verdict, -- what the rule says
  pair.rule, -- the rule
  pair.evidence, -- what agreed and what differed
  pair.likeness, -- of the titles, 0 to 1
  pair.chance -- how likely the two are one work, 0 to 1
from question join pair using (left_id, right_id)
order by question.rank;
