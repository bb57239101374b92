-- Versions that netting took away.
-- Grain: one row a claim version (line 0) or a version of a line.
select 'A' as part, v.cur_clm_uniq_id, cast(0 as bigint) as clm_line_num
from facts.institutional_versions v
left join facts.institutional_claims c on c.cur_clm_uniq_id = v.cur_clm_uniq_id
where c.cur_clm_uniq_id is null
union all
select 'B' as part, v.cur_clm_uniq_id, cast(v.clm_line_num as bigint) as clm_line_num
from facts.part_b_versions v
left join facts.part_b_lines c on c.cur_clm_uniq_id = v.cur_clm_uniq_id and c.clm_line_num = v.clm_line_num
where c.cur_clm_uniq_id is null
