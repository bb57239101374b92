-- What was paid for each person in a period, by enrollment type of the month of service.  42 CFR 425.601(a)(1), (2), 425.652(a)(1), (2);
-- settlement methodology of CMS, section 3.1 and table 2.  The month is that of the through date of the claim or line.
-- IME, DSH and uncompensated care of hospital stays are out, except where the state sets the rates.  Reductions of population-based
-- payments and sequestration, as far as CCLFA and CCLFB report it, are added back; what was paid of the other claims stands apart by its
-- rate, because division is not done here.  Months after a death are none.
-- Type 0 has what was paid in months without an enrollment type: it counts nowhere, and a person should know of it.
-- Parameters: $aco, $first_month, $last_month, $last_day, $state (two characters of the provider number).
-- Grain: one row a person, type, and rate of sequestration that has to be imputed.
with enrolled as (
    select bene_key, month, enrollment_type
    from core.enrollment_months
    where aco_id = $aco and month between $first_month and $last_month and (death_date is null or month <= death_date)
),
months as (
    select bene_key, cast(enrollment_type as integer) as enrollment_type, count(*) as months
    from enrolled
    group by bene_key, cast(enrollment_type as integer)
),
at_state_rates as (
    select distinct cur_clm_uniq_id
    from core.institutional_claims
    where aco_id = $aco and clm_type_cd = '60' and substr(provider_number, 1, 2) = $state
),
paid as (
    select e.bene_key, cast(date_trunc('month', e.service_day) as date) as month, e.paid,
           coalesce(e.population_based_reduction, 0) + coalesce(e.sequestration_reported, 0)
               - case when e.clm_type_cd = '60' and r.cur_clm_uniq_id is null then e.ime + e.dsh + e.uncompensated_care
                      else 0 end as added,
           e.sequestration_reported is null as is_imputed,
           case when e.sequestration_reported is null then e.sequestration_rate end as rate
    from core.expenditures e
    left join at_state_rates r on r.cur_clm_uniq_id = e.cur_clm_uniq_id and e.clm_type_cd = '60'
    where e.aco_id = $aco and e.service_day between $first_month and $last_day
),
spent as (
    select p.bene_key, cast(coalesce(n.enrollment_type, 0) as integer) as enrollment_type, p.is_imputed, p.rate,
           sum(p.paid) as paid, sum(p.added) as added
    from paid p
    left join enrolled n on n.bene_key = p.bene_key and n.month = p.month
    group by p.bene_key, cast(coalesce(n.enrollment_type, 0) as integer), p.is_imputed, p.rate
),
places as (
    select bene_key, enrollment_type, months from months
    union all
    select distinct bene_key, 0, 0 from spent where enrollment_type = 0
)
select l.bene_key, l.enrollment_type, cast(l.months as integer) as months, coalesce(s.is_imputed, false) as is_imputed, s.rate,
       coalesce(s.paid, 0) as paid, coalesce(s.added, 0) as added
from places l
left join spent s on s.bene_key = l.bene_key and s.enrollment_type = l.enrollment_type
order by l.bene_key, l.enrollment_type
