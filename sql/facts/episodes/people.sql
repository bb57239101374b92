-- Beneficiaries with a claim that may begin an episode, as the newest demographics know them: the current identifier, death, begin of
-- Parts A and B, status.  A death that any delivery tells stands; the rest is that of the newest.
-- Several ACOs may have got a person's claims: those of the ACO whose demographics are newest count, and no others (A-681).
-- Grain: one row a beneficiary.
with candidates as (
    select distinct aco_id, bene_key from episode.found
),
known as (
    select f.aco_id, c.bene_key, f.delivery_day, d.file_id, d.line, d.bene_mbi_id, d.bene_dob, d.bene_death_dt, d.bene_mdcr_stus_cd,
           d.bene_dual_stus_cd, d.bene_part_a_enrlmt_bgn_dt, d.bene_part_b_enrlmt_bgn_dt
    from input.cclf8 d
    join input.files f on f.file_id = d.file_id
    left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash
    join candidates c on c.aco_id = f.aco_id and c.bene_key = coalesce(m.bene_key, d.bene_mbi_id_hash)
),
placed as (
    select c.aco_id, c.bene_key, k.bene_mbi_id, k.bene_dob, k.bene_mdcr_stus_cd, k.bene_dual_stus_cd, k.bene_part_a_enrlmt_bgn_dt,
           k.bene_part_b_enrlmt_bgn_dt,
           min(k.bene_death_dt) over (partition by c.bene_key) as death_day,
           row_number() over (partition by c.bene_key
                              order by k.delivery_day desc nulls last, c.aco_id, k.file_id desc, k.line desc) as place
    from candidates c
    left join known k on k.aco_id = c.aco_id and k.bene_key = c.bene_key
)
select p.aco_id, p.bene_key, p.bene_mbi_id as person_id, p.bene_dob as birth_day, p.death_day,
       p.bene_part_a_enrlmt_bgn_dt as part_a_from, p.bene_part_b_enrlmt_bgn_dt as part_b_from,
       p.bene_dual_stus_cd as dual_status, s.status is not null as has_esrd
from placed p
left join episode.esrd_statuses s on s.status = p.bene_mdcr_stus_cd
where p.place = 1
