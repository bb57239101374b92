-- The newest day, up to the last one of the run-out, on which the store saw a claim of the ACO, and the newest of all.
-- Parameters: $aco, $run_out.
select max(case when seen_day <= $run_out then seen_day end) as by_run_out, max(seen_day) as newest
from (
    select coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day from core.institutional_versions where aco_id = $aco
    union all
    select coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day from core.part_b_versions where aco_id = $aco
) seen
