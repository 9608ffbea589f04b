-- diff_decided.sql: decisions that the earlier corpus hadn't, counted.   in: decision, before.decision
select who, event, count(*) from decision
where decision_id not in (select decision_id from before.decision)
group by all order by all
