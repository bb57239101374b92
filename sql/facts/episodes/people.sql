-- Beneficiaries as the newest demographics know them: the current identifier, death, begin of Parts A and B, status.
-- A death or a begin that any delivery tells stands; a status is that of the newest.
-- Grain: one row an ACO and beneficiary.
with placed as (
    select f.aco_id, coalesce(m.bene_key, d.bene_mbi_id_hash) as bene_key,
           d.bene_mbi_id, d.bene_dob, d.bene_death_dt, d.bene_mdcr_stus_cd, d.bene_dual_stus_cd,
           d.bene_part_a_enrlmt_bgn_dt, d.bene_part_b_enrlmt_bgn_dt,
           row_number() over (partition by f.aco_id, coalesce(m.bene_key, d.bene_mbi_id_hash)
                              order by f.delivery_day desc, d.file_id desc, d.line desc) as place
    from input.cclf8 d
    join input.files f on f.file_id = d.file_id
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
),
ever as (
    select aco_id, bene_key, min(bene_death_dt) as death_day
    from placed
    group by aco_id, bene_key
)
select p.aco_id, p.bene_key, p.bene_mbi_id as person_id, p.bene_dob as birth_day, e.death_day,
       p.bene_part_a_enrlmt_bgn_dt as part_a_from, p.bene_part_b_enrlmt_bgn_dt as part_b_from,
       p.bene_dual_stus_cd as dual_status, s.status is not null as has_esrd
from placed p
join ever e on e.aco_id = p.aco_id and e.bene_key = p.bene_key
left join episode.esrd_statuses s on s.status = p.bene_mdcr_stus_cd
where p.place = 1
