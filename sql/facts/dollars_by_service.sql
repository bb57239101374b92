-- Dollars by calendar year and service as settlement counts them: without IME, DSH and uncompensated care; only of people and months
-- on the assignment lists.  Stays are claims of type 60 that are no orphan cancellation.
-- Grain: one row an ACO, year and service.
select e.aco_id, cast(extract(year from e.service_day) as integer) as year, e.service,
       count(distinct e.bene_key) as people,
       count(distinct case when e.clm_type_cd = '60' and not e.is_orphan_cancellation then e.cur_clm_uniq_id end) as stays,
       sum(e.paid - e.ime - e.dsh - e.uncompensated_care) as paid
from core.expenditures e
join core.enrollment_months m
  on m.aco_id = e.aco_id and m.bene_key = e.bene_key and m.month = cast(date_trunc('month', e.service_day) as date)
group by e.aco_id, cast(extract(year from e.service_day) as integer), e.service
