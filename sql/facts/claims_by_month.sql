-- Claims, people and dollars by month of service.
-- Grain: one row an ACO, service and month.
select aco_id, service,
       cast(date_trunc('month', service_day) as date) as service_month,
       count(distinct cur_clm_uniq_id) as claims,
       count(distinct bene_key) as people,
       sum(paid) as paid
from core.expenditures
group by aco_id, service, cast(date_trunc('month', service_day) as date)
