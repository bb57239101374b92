-- What netting makes of the dollars, by ACO and claim type.  CCLF Information Packet, section 5.3.
-- paid_final + orphan_cancellations + denied = paid_signed, to the cent.
-- Grain: one row an ACO and claim type.
with versions as (
    select aco_id, clm_type_cd, signed_paid from core.institutional_versions
    union all
    select aco_id, clm_type_cd, signed_paid from core.part_b_versions
),
finals as (
    select aco_id, clm_type_cd, signed_paid, is_orphan_cancellation, is_denied from core.institutional_claims
    union all
    select aco_id, clm_type_cd, signed_paid, is_orphan_cancellation, is_denied from core.part_b_lines
),
version_sums as (
    select aco_id, clm_type_cd, count(*) as versions, sum(signed_paid) as paid_signed
    from versions
    group by aco_id, clm_type_cd
),
final_sums as (
    select aco_id, clm_type_cd,
           count(*) filter (where not is_denied and not is_orphan_cancellation) as final_rows,
           count(*) filter (where is_orphan_cancellation) as orphan_rows,
           count(*) filter (where is_denied and not is_orphan_cancellation) as denied_rows,
           coalesce(sum(signed_paid) filter (where not is_denied and not is_orphan_cancellation), 0) as paid_final,
           coalesce(sum(signed_paid) filter (where is_orphan_cancellation), 0) as orphan_cancellations,
           coalesce(sum(signed_paid) filter (where is_denied and not is_orphan_cancellation), 0) as denied
    from finals
    group by aco_id, clm_type_cd
)
select v.aco_id, v.clm_type_cd, v.versions,
       coalesce(f.final_rows, 0) as final_rows, coalesce(f.orphan_rows, 0) as orphan_rows, coalesce(f.denied_rows, 0) as denied_rows,
       v.paid_signed, coalesce(f.paid_final, 0) as paid_final, coalesce(f.orphan_cancellations, 0) as orphan_cancellations, coalesce(f.denied, 0) as denied
from version_sums v
left join final_sums f on f.aco_id = v.aco_id and f.clm_type_cd = v.clm_type_cd
