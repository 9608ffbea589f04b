-- stated_pair.sql: records of which one says that it is the erratum, retraction, comment … of the other.
-- in: stated_relation, record   out: left_id, right_id (the erratum …, the publication), kind, evidence
select distinct
  case when inverse then other.record_id else said.record_id end as left_id,
  case when inverse then said.record_id else other.record_id end as right_id,
  kind,
  said.record_id || ' says: ' || case when inverse then 'its ' || split_part(kind, '-', 1) || ' is ' else kind || ' ' end
    || coalesce('PMID ' || said.pmid, 'DOI ' || said.doi) || coalesce(' (' || citation || ')', '') as evidence
from stated_relation said
join record other on other.pmid = said.pmid or (said.pmid is null and other.doi = said.doi)
where other.record_id <> said.record_id
order by all
