-- What leaves when only claims seen by the last day of the run-out count: claims that were seen later go, and those come back that
-- something later took away.
-- Grain: one row a claim or line that is in one of the two and not in the other, with the sign of the change.
select 'run_out' as step, n.bene_key, n.part, n.clm_type_cd, n.cur_clm_uniq_id, n.clm_line_num, n.service_day, n.seen_day,
       -n.paid as paid, -n.ime as ime, -n.dsh as dsh, -n.uncompensated_care as uncompensated_care,
       -n.population_based as population_based, -n.sequestration as sequestration, n.rate
from facts.tie_out_now n
where not exists (select 1 from facts.tie_out_cut c
                  where c.part = n.part and c.cur_clm_uniq_id = n.cur_clm_uniq_id and c.clm_line_num = n.clm_line_num)
union all
select 'run_out' as step, c.bene_key, c.part, c.clm_type_cd, c.cur_clm_uniq_id, c.clm_line_num, c.service_day, c.seen_day,
       c.paid, c.ime, c.dsh, c.uncompensated_care, c.population_based, c.sequestration, c.rate
from facts.tie_out_cut c
where not exists (select 1 from facts.tie_out_now n
                  where n.part = c.part and n.cur_clm_uniq_id = c.cur_clm_uniq_id and n.clm_line_num = c.clm_line_num)
