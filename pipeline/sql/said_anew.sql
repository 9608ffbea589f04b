-- said_anew.sql: the works of which people say other things than before.
-- in: changed_work, decision, decision_before, work_record; $events: those that speak of tags and screening
-- out: changed_work (more of them)
-- A `settle` speaks of the works of the decision that it names, though this one's own state may be the same: where it is
-- about two works, it may hold on the one all along.
insert into changed_work
with now as (select * exclude (seen, place) from decision),
other as ((from decision_before except from now) union all (from now except from decision_before)),
named as (select value ->> '$.id' as decision_id from other where event = 'settle'),
spoken as (
  select records from other where list_contains($events::varchar[], event)
  union all
  select records from now where decision_id in (from named)
  union all
  select records from decision_before where decision_id in (from named)
)
select distinct work_id from work_record
where record_id in (select unnest(records) from spoken) and work_id not in (select work_id from changed_work)
