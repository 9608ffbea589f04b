-- block.sql: pairs worth comparing.   in: comparison   out: candidate(left_n, right_n), each unordered pair once
-- Two records meet where they share a key. Each key is made of what databases copy most reliably; together they find a
-- copy even if any one or two of title, authors, year, place are missing, wrong or translated. A block that is too big
-- says nothing (a recurring title, a much-used DOI; two words that a dozen titles share): it is left to the narrower keys,
-- so that no block grows quadratically.
create temp table word as
select n, unnest(list_distinct(string_split(title_key, ' '))) as word from comparison where title_key <> ''
union
select n, unnest(list_distinct(string_split(original_key, ' '))) from comparison where original_key <> '';

create temp table rare_word as
select n, word from (
  select n, word, row_number() over (partition by n order by uses, word) as rank
  from word join (select word, count(*) as uses from word group by word having count(*) > 1) using (word)
  where length(word) > 2
) where rank <= 5;

create temp table block_key as
select distinct n, hash(kind, a, b, c) as key, kind = 'two words' as weak from (
  select n, 'doi' as kind, doi as a, '' as b, '' as c from comparison where doi is not null
  union all select n, 'pmid', pmid, '', '' from comparison where pmid is not null
  union all select n, 'title', title_key, '', '' from comparison where title_key <> ''
  union all select n, 'title', original_key, '', '' from comparison where original_key <> ''
  union all select n, 'title year', title_key, year::varchar, '' from comparison where title_key <> '' and year is not null
  union all select n, 'title family', title_key, family, '' from comparison where title_key <> '' and family <> ''
  union all select n, 'title place', title_key, volume, first_page from comparison
    where title_key <> '' and volume is not null and first_page is not null
  union all select n, 'title start', substr(title_key, 1, 20), year::varchar, '' from comparison where length(title_key) > 20
  union all select n, 'family year page', family, year::varchar, first_page from comparison
    where family <> '' and year is not null and first_page is not null
  union all select n, 'family year volume', family, year::varchar, volume from comparison
    where family <> '' and year is not null and volume is not null
  union all select n, 'family year title', family, year::varchar, substr(title_key, 1, 6) from comparison
    where family <> '' and year is not null
  union all select n, 'people year', people, year::varchar, '' from comparison
    where people <> '' and year is not null
  union all select n, 'volume page year', volume, first_page, year::varchar from comparison
    where volume is not null and first_page is not null
  union all select n, 'pages volume', first_page, last_page, volume from comparison
    where first_page is not null and last_page <> first_page and volume is not null
  union all select n, 'container place', container_key, coalesce(volume, ''), first_page from comparison
    where container_key <> '' and first_page is not null
  union all select l.n, 'two words', l.word, r.word, '' from rare_word l join rare_word r on l.n = r.n and l.word < r.word
);

create temp table candidate as
select distinct l.n as left_n, r.n as right_n
from block_key l join block_key r on l.key = r.key and l.n < r.n
where l.key in (select key from block_key group by key, weak having count(*) between 2 and if(weak, 12, 40));

drop table word;
drop table rare_word;
drop table block_key;
