-- What was paid for the people who count, by month of service and enrollment type, in claims seen by the last day of the run-out.
-- Grain: one row a month and type.
select m.month, m.enrollment_type, sum(c.paid) as paid
from facts.tie_out_cut c
join facts.tie_out_people p on p.bene_key = c.bene_key and p.counted
join facts.tie_out_months m on m.bene_key = c.bene_key and m.month = cast(date_trunc('month', c.service_day) as date)
group by m.month, m.enrollment_type
order by m.month, m.enrollment_type
