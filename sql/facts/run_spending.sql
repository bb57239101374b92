-- What was paid for assigned people, over all years of a run, by enrollment type of the month of service and by service.
-- 42 CFR 425.601(a)(1), (2), 425.652(a)(1), (2); settlement methodology of CMS, section 3.1 and table 2.  The rules are those of
-- expenditures_by_enrollment_type: IME, DSH and uncompensated care are out except where the state sets the rates, reductions that are
-- reported are added back, and what was paid of other claims stands apart by its rate of sequestration, because division is not done here.
-- Type 0 has what was paid in months without an enrollment type: it counts nowhere, and a person should know of it.
-- Parameters: $aco, $first_day, $last_day, $state.
-- Relations: facts.run_assigned, facts.run_months, facts.run_person_months.
-- Grain: one row a year, person, type, service and rate of sequestration that has to be imputed.
with at_state_rates as (
    select distinct cur_clm_uniq_id
    from core.institutional_claims
    where aco_id = $aco and clm_type_cd = '60' and substr(provider_number, 1, 2) = $state
),
paid as (
    select a.year, e.bene_key, m.month, e.service, e.paid,
           coalesce(e.population_based_reduction, 0) + coalesce(e.sequestration_reported, 0)
               - case when e.clm_type_cd = '60' and r.cur_clm_uniq_id is null then e.ime + e.dsh + e.uncompensated_care
                      else 0 end as added,
           e.sequestration_reported is null as is_imputed,
           case when e.sequestration_reported is null then e.sequestration_rate end as rate
    from core.expenditures e
    join facts.run_months m on m.month = cast(date_trunc('month', e.service_day) as date)
    join facts.run_assigned a on a.year = m.year and a.bene_key = e.bene_key
    left join at_state_rates r on r.cur_clm_uniq_id = e.cur_clm_uniq_id and e.clm_type_cd = '60'
    where e.aco_id = $aco and e.service_day between $first_day and $last_day
)
select p.year, p.bene_key, coalesce(n.enrollment_type, 0) as enrollment_type, p.service, p.is_imputed, p.rate,
       sum(p.paid) as paid, sum(p.added) as added
from paid p
left join facts.run_person_months n on n.year = p.year and n.bene_key = p.bene_key and n.month = p.month
group by p.year, p.bene_key, coalesce(n.enrollment_type, 0), p.service, p.is_imputed, p.rate
order by p.year, p.bene_key, enrollment_type, p.service, p.is_imputed, p.rate nulls last
