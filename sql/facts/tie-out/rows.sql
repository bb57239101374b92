-- The claims and lines behind one step of a tie-out, of the people who count.  A step of a part has every claim with that part.
-- Parameters: $wanted (the step).
-- Grain: one row a claim or line and change.
with everything as (
    select 'now' as step, n.* from facts.tie_out_now n
    union all
    select 'cut' as step, c.* from facts.tie_out_cut c
    union all
    select d.* from facts.tie_out_differences d
)
select e.bene_key, cast(coalesce(m.enrollment_type, 0) as integer) as enrollment_type, e.clm_type_cd, e.cur_clm_uniq_id, e.clm_line_num,
       e.service_day, e.seen_day, e.paid, e.ime, e.dsh, e.uncompensated_care, e.population_based, e.sequestration, e.rate
from everything e
join facts.tie_out_people p on p.bene_key = e.bene_key and p.counted
left join facts.tie_out_months m on m.bene_key = e.bene_key and m.month = cast(date_trunc('month', e.service_day) as date)
where case when $wanted = 'outside_months' then e.step = 'now' and m.enrollment_type is null
           when m.enrollment_type is null or e.step = 'now' then false
           when $wanted = 'ime' then e.step <> 'add_ons_left_in' and e.ime <> 0
           when $wanted = 'dsh' then e.step <> 'add_ons_left_in' and e.dsh <> 0
           when $wanted = 'uncompensated_care' then e.step <> 'add_ons_left_in' and e.uncompensated_care <> 0
           when $wanted = 'population_based' then e.population_based <> 0
           when $wanted = 'sequestration' then e.paid <> 0 and (e.sequestration is null or e.sequestration <> 0)
           else e.step = $wanted end
order by e.bene_key, e.service_day, e.clm_type_cd, e.cur_clm_uniq_id, e.clm_line_num, e.paid
