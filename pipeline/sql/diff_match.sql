-- diff_match.sql: which work of an earlier corpus is which one of this, by the records that both have, or that stand
-- for those that are gone.
-- in: bibliography, work_record, successor, concerned, concerned_before (works that are looked at), and those of the earlier corpus, which is attached as `before`
-- out: temp tables now_work, before_work (works by name), match (each two works with a record in common), twin (a work
-- and what it was: of several the one with the same key, else the one with most records in common; each at most once)
create or replace temp table now_work as
select work_id, citekey as key, coalesce(title, title_original) as title, year, status, status_reason, retracted, sources
from bibliography where work_id in (from concerned);

create or replace temp table before_work as
select work_id, citekey as key, coalesce(title, title_original) as title, year, status, status_reason, retracted
from before.bibliography where work_id in (from concerned_before);

create or replace temp table match as
select old.work_id as before_id, new.work_id as after_id, count(*) as shared, any_value(was.key = now.key) as same_key
from (
  select work_id, record_id from before.work_record
  union
  select work_id, successor.record_id from before.work_record join successor on gone_id = before.work_record.record_id
) old
join work_record new using (record_id)
join before_work was on was.work_id = old.work_id
join now_work now on now.work_id = new.work_id
group by old.work_id, new.work_id;

create or replace temp table twin as
select before_id, after_id
from (
  select *,
    row_number() over (partition by after_id order by same_key desc, shared desc, before_id) as of_after,
    row_number() over (partition by before_id order by same_key desc, shared desc, after_id) as of_before
  from match
)
where of_after = 1 and of_before = 1;
