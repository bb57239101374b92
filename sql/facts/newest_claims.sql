-- The newest month in which a claim of the ACO was seen: up to there the files can know of services.
-- Grain: one row an ACO.
select aco_id, max(cast(date_trunc('month', coalesce(clm_idr_ld_dt, clm_efctv_dt)) as date)) as newest_month
from core.expenditures
where coalesce(clm_idr_ld_dt, clm_efctv_dt) is not null
group by aco_id
