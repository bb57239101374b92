-- What was spent on the people of an accrual by month of service and enrollment type.  The same parts as in expenditures: IME, DSH and
-- uncompensated care out, reductions and reported sequestration in; what has to be imputed stands apart by its rate.
-- Grain: one row a month, type and rate of sequestration that has to be imputed.
select m.month, m.enrollment_type, c.sequestration is null as is_imputed, c.rate, sum(c.paid) as paid,
       sum(c.population_based + coalesce(c.sequestration, 0) - c.ime - c.dsh - c.uncompensated_care) as added
from facts.accrual_claims c
join facts.accrual_months m on m.bene_key = c.bene_key and m.month = cast(date_trunc('month', c.service_day) as date)
group by m.month, m.enrollment_type, c.sequestration is null, c.rate
order by m.month, m.enrollment_type
