-- diff_concerned.sql: where little has changed, the works that any difference can be about, with what they were.
-- in: changed (works that are not what they were), citekey, decision, relation, work_record, and those of `before`
-- out: temp tables concerned (works of now), concerned_before (works of then)
-- Works that changed, whose keys did, of which people speak otherwise, or which a notice retracts, or does no more.
create or replace temp table concerned as
with spoken as (
  (select * exclude (seen, place) from decision except select * exclude (seen, place) from before.decision)
  union all
  (select * exclude (seen, place) from before.decision except select * exclude (seen, place) from decision)
)
select work_id from work where work_id in (
  select work_id from changed
  union all
  select work_id from ((from citekey except from before.citekey) union all (from before.citekey except from citekey))
  union all
  select work_id from work_record where record_id in (select unnest(records) from spoken)
  union all
  select right_id from (
    (select right_id, kind from relation except select right_id, kind from before.relation)
    union all
    (select right_id, kind from before.relation except select right_id, kind from relation)
  ) where kind = 'retraction-of'
);

create or replace temp table concerned_before as
select distinct old.work_id
from before.work_record old join work_record new using (record_id)
where new.work_id in (from concerned);
