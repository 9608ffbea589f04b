-- bibliography.sql: the view that people read: every work, one row each.
-- in: work, screening, tag, citekey, relation, stated_relation   out: view bibliography
create or replace view bibliography as
with
label as (
  select work_id,
    any_value(value) filter (facet = 'class') as class,
    any_value(value) filter (facet = 'method') as method,
    any_value(value) filter (facet = 'relevance') as relevance,
    list_sort(list_distinct(coalesce(list(value) filter (facet = 'kind'), []))) as kinds,
    list_sort(list_distinct(coalesce(list(value) filter (facet = 'topic'), []))) as topics,
    list_sort(list_distinct(list(facet || ':' || value))) as tags
  from tag where not suggested group by work_id
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
  work.accessed, -- date on which somebody looked at the address
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

-- each stage of the screening, counted: the boxes of a PRISMA diagram. Rules and title-abstract add up to all works;
-- what title-abstract includes is what full-text adds up to, if anybody has come so far
-- in: screened   out: view screening_flow
create or replace view screening_flow as
with box as (select stage, outcome, reason, count(*) as works from screened group by all)
select
  stage, -- rules (nobody has looked), title-abstract, full-text
  outcome, -- excluded, undecided, included; of full texts also: not retrieved, not read yet
  reason, -- the rule's, or that of people; null where they gave none
  works -- how many
from box
order by list_position(['rules', 'title-abstract', 'full-text'], stage),
  list_position(['not read yet', 'not retrieved', 'excluded', 'undecided', 'included'], outcome),
  works desc, reason nulls last;

-- what each source found: a record that several files of one source have, as searches of different days bring it, is
-- found once; one that a file lists twice, twice, but for what a source was asked for over the network by its ids
-- in: entry, source_file   out: view identified
create or replace view identified as
with listed as (
  select source_file.source, source_file.kind, entry.record_id, if(bool_or(id_is_sure), 1, count(*)) as times
  from entry join source_file using (file_id)
  group by source_file.source, source_file.kind, entry.record_id, file_id
)
select
  source, -- which source
  kind, -- database, register, website, organisation, citation, hand-collected
  record_id, -- in record
  max(times) as times -- how often it was found: once, or as often as the file lists it that has it most
from listed
group by source, kind, record_id;

-- pairs that wait for a person, the one most worth a look first: nobody has said anything of the two works yet
-- in: question, pair   out: view open_pair
create or replace view open_pair as
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

-- the works that the report counts: each that is not excluded, once, with its one place in the split of Van Roy (2015):
-- an empirical work stands by its method, a theoretical one by the kind that leads where it has several:
-- historical, then review (systematic ones and meta-analyses too), report, reflective, editorial, book
-- in: bibliography   out: view split_work
create or replace view split_work as
with kept as (
  select *, list_transform(kinds, lambda k: if(k in ('systematic-review', 'meta-analysis'), 'review', k)) as its
  from bibliography where status <> 'excluded'
)
select
  citekey, -- the work's public name
  title, -- leading title
  year, -- year of issue; null where no record has one
  class, -- empirical, theoretical, unsure
  case class
    when 'empirical' then coalesce(method, 'unsaid')
    when 'theoretical' then coalesce(
      list_filter(['historical', 'review', 'report', 'reflective', 'editorial', 'book'], lambda k: list_contains(its, k))[1],
      if(its = [], 'unsaid', 'other'))
  end as part, -- method or leading kind; 'other' for a kind that is not of these, 'unsaid' where nothing speaks of it; null where the class is unsure
  kinds, -- all of its kinds
  work_id -- its smallest record id
from kept
order by work_id;

-- the split itself: n works, n empirical by method, n theoretical by kind; its rows add up to all works of split_work
-- in: split_work   out: view split
create or replace view split as
select
  class, -- empirical, theoretical, unsure
  part, -- method or leading kind: see split_work
  count(*) as works -- how many
from split_work
group by class, part
order by class, part in ('unsure', 'other', 'unsaid'), works desc, part;

-- each work of split_work under each value that it has of every other facet, its year and its languages: what split_by counts
-- in: split_work, work, tag   out: view split_by_work
create or replace view split_by_work as
with
counted as materialized (select work_id, class from split_work),
stated as (
  select distinct work_id, facet, value, suggested from tag where facet <> 'class'
  union all
  select work_id, 'year', year::varchar, false from work where year is not null
  union all
  select work_id, 'language', unnest(languages), false from work
  where not exists (from tag where facet = 'language')
),
said as (from stated semi join counted using (work_id)),
facets as (select distinct facet from said union values ('year'), ('language')),
spread as (
  from said
  union all
  select work_id, facet, null, false from counted cross join facets
  anti join (from said where not suggested) using (work_id, facet)
)
select
  facet, -- method, kind, topic …; also year, and language: as tagged, else as the records have it
  value, -- its value; null: the work has none
  suggested, -- whether it is a hint only
  class, -- of the work: empirical, theoretical, unsure
  work_id -- the work
from spread join counted using (work_id);

-- the works of split_work by every other facet, by year and by language: a work with two topics is counted under each,
-- one without any under null; suggested values are counted apart, and mean nothing until a person has looked
-- in: split_by_work   out: view split_by
create or replace view split_by as
select
  facet, -- method, kind, topic …; also year, and language: as tagged, else as the records have it
  value, -- its value; null: works without one
  suggested, -- whether it is a hint only
  count(*) as works, -- how many
  count(*) filter (class = 'empirical') as empirical, -- how many of them are empirical
  count(*) filter (class = 'theoretical') as theoretical, -- how many are theoretical
  count(*) filter (class not in ('empirical', 'theoretical')) as neither -- how many are neither for sure
from split_by_work
group by facet, value, suggested
order by facet, suggested, value is null, if(facet = 'year', 0, -works), value;

-- tags that wait for a person, the one most worth a look first; what people have tagged is left out, and never shown
-- in: tag, proposal, tag_dispute, screening, work   out: view open_tag
create or replace view open_tag as
with
hangs(facet, weight) as (values ('relevance', 1.0), ('status', 1.0), ('class', 0.8)),
standing as (
  select work_id, facet, value, confidence, rule, field, words from tag where layer <> 'person' and not suggested
  union all
  select work_id, 'status', status, 1.0, '', '', status_reason from screening
  where status <> 'excluded' or ("by" = 'rule' and in_window is distinct from false)
),
best as (
  select work_id, facet, max_by(value, (chance, value)) as value, max(chance) as chance,
    max_by(words, (chance, value)) as words
  from proposal where chance >= 0.5 group by work_id, facet
),
asked as (
  select work_id, facet, 1 as kind, null as proposed, 1.0 as doubt, array_to_string(who, ' and ') as why
  from tag_dispute
  union all
  select work_id, facet, if(rule = 'facets.toml:tie', 2, 3), best.value || printf(' (%.2f)', chance),
    coalesce(4 * chance * (1 - chance), 1), concat_ws('; ', nullif(standing.words, ''), nullif(best.words, ''))
  from standing left join best using (work_id, facet)
  where standing.value in ('unsure', 'undecided') and (facet <> 'status' or best.value is not null)
  union all
  select work_id, facet, 4, 'not ' || value || printf(' (%.2f)', 1 - chance),
    (confidence + chance) * (2 - confidence - chance), proposal.words
  from proposal join standing using (work_id, facet, value) where chance < 0.5
  union all
  select work_id, facet, if(other.value is null, 5, 4), proposal.value || printf(' (%.2f)', chance),
    chance * (2 - chance), proposal.words
  from proposal
  left join (select distinct work_id, facet, value from standing) as same using (work_id, facet, value)
  left join (select work_id, facet, min(value) as value from standing group by all) as other using (work_id, facet)
  where chance >= 0.5 and same.value is null and other.value is distinct from 'unsure'
    and other.value is distinct from 'undecided'
  union all
  select work_id, facet, 6, value, 1.0, words || ' in ' || field from tag where suggested
),
together as (
  select work_id, facet, min(kind) as kind,
    max(doubt * if(kind = 6, 0.1, coalesce(weight, 0.5))) as worth,
    string_agg(distinct proposed, '; ' order by proposed) as proposed,
    string_agg(distinct nullif(why, ''), '; ' order by nullif(why, '')) as why
  from asked left join hangs using (facet) group by work_id, facet
),
now as (
  select work_id, facet, string_agg(distinct value, '; ' order by value) as value from standing group by all
)
select
  cast(row_number() over (
    order by screening.status = 'excluded', kind = 6, round(worth, 4) desc, work.abstract is null, work_id, facet
  ) as integer) as rank, -- 1 is asked first
  work_id, -- in work
  facet, -- class, topic …; status: whether the work belongs to the bibliography
  ['disagreement', 'tie', 'unsure', 'contradiction', 'proposal', 'suggestion'][kind] as kind, -- disagreement (of people), tie (of rules), unsure, contradiction (of rules and the model that learned from people), proposal (where rules say nothing), suggestion
  now.value, -- what rules say now; null where nothing
  proposed, -- by the model, with how likely people would say so; of a suggestion its value
  coalesce(why, '') as why, -- the words; of a disagreement the people
  round(worth, 4) as worth -- doubt, 0 to 1, times what hangs on it: 1 relevance and status, 0.8 class, 0.5 other facets, 0.1 suggestions
from together
join screening using (work_id)
join work using (work_id)
left join now using (work_id, facet)
where screening.status <> 'excluded'
  or (facet in ('relevance', 'status') and kind = 4 and "by" = 'rule' and in_window is distinct from false)
order by rank;

-- decisions on tags and status that were made when the work read otherwise: they hold, and their person should look again
-- who has corrected title or abstract, and decided on what stood there before, knows what it says now
-- in: decision, successor, work_record, record, work, work_field   out: view look_again
create or replace view look_again as
with
-- what was seen of a record that is gone was noted with the id of then
gone as (
  select record_id, list(gone_id order by gone_id) as gone_ids from successor group by record_id
),
spoken as (
  select decision_id, time, who, event, records[1] as record_id, seen,
    list_concat([records[1]], coalesce(gone_ids, [])) as ids,
    if(event in ('tag', 'untag'), value ->> '$.facet', 'status') as facet
  from decision left join gone on gone.record_id = records[1]
  where event in ('tag', 'untag', 'include', 'exclude', 'unsure') and state in ('in force', 'disputed')
    and seen is not null
),
compared as (
  select spoken.*, work_id, list_transform(
    [[work.title, work.abstract], [work.title, null], [record.title, record.abstract]],
    lambda shown: list_contains(list_transform(
      ids, lambda id: left(sha256(concat(id, chr(31), shown[1], chr(31), shown[2])), 16)
    ), seen)
  ) as reads
  from spoken join work_record using (record_id) join work using (work_id) join record using (record_id)
),
-- what the records of a work say in the place of what a person has set
corrected as (
  select distinct work_field.work_id, field, decision.who as "by",
    coalesce(if(field = 'title', record.title, record.abstract), '') as text
  from work_field join decision on work_field.rule = 'decision:' || decision_id
  join work_record on work_record.work_id = work_field.work_id
  join record on record.record_id = work_record.record_id
  where field in ('title', 'abstract')
),
titles as (
  select work_id, null as "by", coalesce(title, '') as text from work semi join corrected using (work_id)
  union all select work_id, "by", text from corrected where field = 'title'
),
abstracts as (
  select work_id, null as "by", coalesce(abstract, '') as text from work semi join corrected using (work_id)
  union all select work_id, "by", text from corrected where field = 'abstract'
),
by_people as (
  select decision_id, bool_or(coalesce(titles."by", who) = who and coalesce(abstracts."by", who) = who) as own,
    min(concat_ws(', ', 'its title was corrected by ' || titles."by", 'its abstract was corrected by ' || abstracts."by"))
      as told
  from compared join titles using (work_id) join abstracts using (work_id)
  where not reads[1] and (titles."by" is not null or abstracts."by" is not null)
    and list_contains(list_transform(
      ids, lambda id: left(sha256(concat(id, chr(31), titles.text, chr(31), abstracts.text)), 16)
    ), seen)
  group by decision_id
)
select
  decision_id, -- in decision
  time, -- when it was made, UTC
  who, -- who decided
  facet, -- what was decided on: class, topic …, or status
  record_id, -- the record that the decision names
  work_id, -- the work that it is in now
  case when told is not null then told
    when reads[2] then 'it had no abstract then'
    when reads[3] then 'another record has joined it since, and gives its title or abstract'
    else 'its title or abstract was another then' end as changed -- since then, as far as can be told
from compared left join by_people using (decision_id)
where not reads[1] and own is distinct from true and not exists (
  from compared as later
  where later.work_id = compared.work_id and later.who = compared.who and later.facet = compared.facet
    and later.reads[1] and (rtrim(later.time, 'Z'), later.decision_id) > (rtrim(compared.time, 'Z'), compared.decision_id)
)
order by time, decision_id;
