-- Birth, and the first claim that names a primary payer other than Medicare.  42 CFR 414.1305 (attribution-eligible beneficiary).
-- Parameters: $aco (null for every ACO), $from, $to.
-- Relations: law.other_primary_payers.
-- Grain: one row a person of whom CCLF8 or such a claim tells.
with born as (
    select bene_key, bene_dob,
           row_number() over (partition by bene_key order by delivery_day desc, file_id desc, line desc) as place
    from core.newest_demographics
    where aco_id = coalesce(cast($aco as varchar), aco_id)
),
claims as (
    select c.bene_mbi_id_hash, c.clm_line_thru_dt as day
    from input.cclf5 c
    join input.files f on f.file_id = c.file_id
    join law.other_primary_payers p on p.code = c.clm_line_prmry_pyr_cd
    where f.aco_id = coalesce(cast($aco as varchar), f.aco_id) and c.clm_line_thru_dt between $from and $to
    union all
    select c.bene_mbi_id_hash, c.clm_thru_dt
    from input.cclf1 c
    join input.files f on f.file_id = c.file_id
    join law.other_primary_payers p on p.code = c.clm_nch_prmry_pyr_cd
    where f.aco_id = coalesce(cast($aco as varchar), f.aco_id) and c.clm_thru_dt between $from and $to
),
secondary as (
    select coalesce(m.bene_key, c.bene_mbi_id_hash) as bene_key, min(c.day) as first_day
    from claims c
    left join core.mbi_history m on m.mbi_hash = c.bene_mbi_id_hash
    group by coalesce(m.bene_key, c.bene_mbi_id_hash)
)
select coalesce(b.bene_key, s.bene_key) as bene_key, b.bene_dob, s.first_day
from (select bene_key, bene_dob from born where place = 1) b
full join secondary s on s.bene_key = b.bene_key
order by 1
