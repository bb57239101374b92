-- What another store of the same ACO tells that this one does not, both cut at the last day of the run-out.
-- A claim that is only there: of a person who is in no claim file here (opt_outs); seen after this store's newest claim
-- (run_out_missing); otherwise it should be here and is not (missing_claims).  A claim that is only here was taken away by something that
-- was seen later, when the other store has it among its netted versions (run_out_missing); otherwise nobody else knows it
-- (claims_only_here).  A claim in both with another payment is one row out and one row in (changed_claims).  Where IME, DSH or
-- uncompensated care of a claim in both differ, they were left in here (add_ons_left_in).
-- Parameters: $newest (the newest day on which this store saw a claim).
-- Grain: one row a claim or line and change, with its sign.
select case when p.declined then 'opt_outs' when o.seen_day > $newest then 'run_out_missing' else 'missing_claims' end as step,
       o.bene_key, o.part, o.clm_type_cd, o.cur_clm_uniq_id, o.clm_line_num, o.service_day, o.seen_day,
       o.paid, o.ime, o.dsh, o.uncompensated_care, o.population_based, o.sequestration, o.rate
from facts.tie_out_other o
join facts.tie_out_people p on p.bene_key = o.bene_key
where not exists (select 1 from facts.tie_out_cut c
                  where c.part = o.part and c.cur_clm_uniq_id = o.cur_clm_uniq_id and c.clm_line_num = o.clm_line_num)
union all
select case when v.part is null then 'claims_only_here' else 'run_out_missing' end as step,
       c.bene_key, c.part, c.clm_type_cd, c.cur_clm_uniq_id, c.clm_line_num, c.service_day, c.seen_day,
       -c.paid as paid, -c.ime as ime, -c.dsh as dsh, -c.uncompensated_care as uncompensated_care,
       -c.population_based as population_based, -c.sequestration as sequestration, c.rate
from facts.tie_out_cut c
left join facts.tie_out_netted v on v.part = c.part and v.cur_clm_uniq_id = c.cur_clm_uniq_id and v.clm_line_num = c.clm_line_num
where not exists (select 1 from facts.tie_out_other o
                  where o.part = c.part and o.cur_clm_uniq_id = c.cur_clm_uniq_id and o.clm_line_num = c.clm_line_num)
union all
select 'changed_claims' as step, c.bene_key, c.part, c.clm_type_cd, c.cur_clm_uniq_id, c.clm_line_num, c.service_day, c.seen_day,
       -c.paid as paid, -c.ime as ime, -c.dsh as dsh, -c.uncompensated_care as uncompensated_care,
       -c.population_based as population_based, -c.sequestration as sequestration, c.rate
from facts.tie_out_cut c
join facts.tie_out_other o on o.part = c.part and o.cur_clm_uniq_id = c.cur_clm_uniq_id and o.clm_line_num = c.clm_line_num
where c.paid <> o.paid or c.population_based <> o.population_based or c.service_day <> o.service_day
   or coalesce(c.sequestration, -1) <> coalesce(o.sequestration, -1)
union all
select 'changed_claims' as step, c.bene_key, o.part, o.clm_type_cd, o.cur_clm_uniq_id, o.clm_line_num, o.service_day, o.seen_day,
       o.paid, c.ime, c.dsh, c.uncompensated_care, o.population_based, o.sequestration, o.rate
from facts.tie_out_cut c
join facts.tie_out_other o on o.part = c.part and o.cur_clm_uniq_id = c.cur_clm_uniq_id and o.clm_line_num = c.clm_line_num
where c.paid <> o.paid or c.population_based <> o.population_based or c.service_day <> o.service_day
   or coalesce(c.sequestration, -1) <> coalesce(o.sequestration, -1)
union all
select 'add_ons_left_in' as step, c.bene_key, c.part, c.clm_type_cd, c.cur_clm_uniq_id, c.clm_line_num, o.service_day, c.seen_day,
       cast(0 as decimal(18,2)) as paid, o.ime - c.ime as ime, o.dsh - c.dsh as dsh,
       o.uncompensated_care - c.uncompensated_care as uncompensated_care,
       cast(0 as decimal(18,2)) as population_based, cast(0 as decimal(18,2)) as sequestration, o.rate
from facts.tie_out_cut c
join facts.tie_out_other o on o.part = c.part and o.cur_clm_uniq_id = c.cur_clm_uniq_id and o.clm_line_num = c.clm_line_num
where c.ime <> o.ime or c.dsh <> o.dsh or c.uncompensated_care <> o.uncompensated_care
