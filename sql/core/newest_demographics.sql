-- What the newest CCLF8 of an ACO says of each beneficiary: birth, sex, entitlement, statuses, death, begin of Part B.
-- Of several rows of one delivery the last counts.  The day of the delivery and the row stand beside it, so that of several ACOs the
-- newest can be told.
-- Grain: one row an ACO and beneficiary.
with placed as (
    select f.aco_id, coalesce(m.bene_key, d.bene_mbi_id_hash) as bene_key, d.bene_dob, d.bene_sex_cd, d.bene_orgnl_entlmt_rsn_cd,
           d.bene_dual_stus_cd, d.bene_mdcr_stus_cd, d.bene_death_dt, d.bene_part_b_enrlmt_bgn_dt, f.delivery_day, d.file_id, d.line,
           row_number() over (partition by f.aco_id, coalesce(m.bene_key, d.bene_mbi_id_hash)
                              order by f.delivery_day desc, d.file_id desc, d.line desc) as place
    from input.cclf8 d
    join input.files f on f.file_id = d.file_id
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
)
select aco_id, bene_key, bene_dob, bene_sex_cd, bene_orgnl_entlmt_rsn_cd, bene_dual_stus_cd, bene_mdcr_stus_cd, bene_death_dt,
       bene_part_b_enrlmt_bgn_dt, delivery_day, file_id, line
from placed
where place = 1
