-- diff_tag_moves.sql: tags that works of both corpora gained or lost; what is only suggested is no tag.
-- in: twin, tag, before.tag   out: temp table tag_move (after_id, facet, value, gained)
create or replace temp table tag_move as
with new as (select after_id, facet, value from tag join twin on after_id = work_id where not suggested),
old as (select after_id, facet, value from before.tag join twin on before_id = work_id where not suggested)
select *, true as gained from (from new except from old)
union all
select *, false from (from old except from new);
