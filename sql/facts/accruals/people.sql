-- What was spent on each person of an accrual in a period by enrollment type, with the months of the type; parts as by month.
-- Parameters: $first_month, $last_month.
-- Grain: one row a person, type and rate of sequestration that has to be imputed; one with zeros for who had no claim.
with months as (
    select bene_key, enrollment_type, count(*) as months
    from facts.accrual_months
    where month between $first_month and $last_month
    group by bene_key, enrollment_type
),
spent as (
    select m.bene_key, m.enrollment_type, c.sequestration is null as is_imputed, c.rate, sum(c.paid) as paid,
           sum(c.population_based + coalesce(c.sequestration, 0) - c.ime - c.dsh - c.uncompensated_care) as added
    from facts.accrual_claims c
    join facts.accrual_months m on m.bene_key = c.bene_key and m.month = cast(date_trunc('month', c.service_day) as date)
    where m.month between $first_month and $last_month
    group by m.bene_key, m.enrollment_type, c.sequestration is null, c.rate
)
select m.bene_key, m.enrollment_type, cast(m.months as integer) as months, coalesce(s.is_imputed, false) as is_imputed, s.rate,
       coalesce(s.paid, 0) as paid, coalesce(s.added, 0) as added
from months m
left join spent s on s.bene_key = m.bene_key and s.enrollment_type = m.enrollment_type
order by m.bene_key, m.enrollment_type
