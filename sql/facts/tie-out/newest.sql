-- The newest day, up to the last one of the run-out, on which the store saw a claim of the ACO, and the newest of all.
-- Parameters: $aco, $run_out.
select max(case when s.seen_day <= $run_out then s.seen_day end) as by_run_out, max(s.seen_day) as newest
from (
    select file_id, coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day from input.cclf1
    union all
    select file_id, coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day from input.cclf5
    union all
    select file_id, coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day from input.cclf6
) s
join input.files f on f.file_id = s.file_id
where f.aco_id = $aco
