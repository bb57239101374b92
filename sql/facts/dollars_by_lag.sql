-- Dollars by the months that passed from service until a claim was seen: the day it was loaded, or where that is blank, its
-- effective day.  Days before the service count as the month of service.
-- Grain: one row an ACO, service, month of service and months passed.
with seen as (
    select aco_id, service, paid,
           cast(date_trunc('month', service_day) as date) as service_month,
           cast(date_trunc('month', coalesce(clm_idr_ld_dt, clm_efctv_dt)) as date) as seen_month
    from core.expenditures
    where coalesce(clm_idr_ld_dt, clm_efctv_dt) is not null
),
lagged as (
    select aco_id, service, service_month, paid,
           12 * (cast(extract(year from seen_month) as integer) - cast(extract(year from service_month) as integer))
               + cast(extract(month from seen_month) as integer) - cast(extract(month from service_month) as integer) as months
    from seen
)
select aco_id, service, service_month, case when months < 0 then 0 else months end as months_passed,
       count(*) as claims, sum(paid) as paid
from lagged
group by aco_id, service, service_month, case when months < 0 then 0 else months end
