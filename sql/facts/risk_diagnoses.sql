-- Diagnoses of a year of service that count for risk scores.  CMS Encounter Data Diagnosis Filtering Logic.
-- From final claims alone: no cancelled claim, no denied claim or line.  A record counts as a whole: one procedure on the list admits
-- every diagnosis of the claim.  A hospital inpatient claim needs no procedure, a hospital outpatient or a physician claim needs one.
-- Institutional claims give the principal diagnosis and those of CCLF4, physician claims those of their lines; the year is that of the
-- claim's, or the line's, through date (A-601).  Codes of ICD-9 are left out.
-- Parameters: $aco (null for every ACO), $service_from, $service_to.
-- Relations: law.diagnosis_bills, law.diagnosis_procedures.
-- Grain: one row a person and code.
with final_lines as (
    select l.aco_id, l.cur_clm_uniq_id, l.bene_key, l.clm_line_hcpcs_cd, c.clm_line_dgns_cd,
           c.clm_dgns_1_cd, c.clm_dgns_2_cd, c.clm_dgns_3_cd, c.clm_dgns_4_cd, c.clm_dgns_5_cd, c.clm_dgns_6_cd,
           c.clm_dgns_7_cd, c.clm_dgns_8_cd, c.clm_dgns_9_cd, c.clm_dgns_10_cd, c.clm_dgns_11_cd, c.clm_dgns_12_cd,
           coalesce(c.dgns_prcdr_icd_ind, '0') as icd
    from core.professional_lines l
    join input.cclf5 c on c.file_id = l.file_id and c.line = l.line
    where l.aco_id = coalesce(cast($aco as varchar), l.aco_id)
      and not l.is_denied and not l.is_orphan_cancellation
      and l.clm_line_thru_dt between $service_from and $service_to
),
eligible_claims as (
    select distinct l.aco_id, l.cur_clm_uniq_id, l.bene_key
    from final_lines l
    join law.diagnosis_procedures p on p.code = upper(l.clm_line_hcpcs_cd)
),
professional as (
    select l.*
    from final_lines l
    join eligible_claims e on e.aco_id = l.aco_id and e.cur_clm_uniq_id = l.cur_clm_uniq_id and e.bene_key = l.bene_key
    where l.icd <> '9'
),
bills as (
    select i.aco_id, i.cur_clm_uniq_id, i.bene_key, b.setting, h.prncpl_dgns_cd, coalesce(h.dgns_prcdr_icd_ind, '0') as icd
    from core.institutional_claims i
    join input.cclf1 h on h.file_id = i.file_id and h.line = i.line
    join law.diagnosis_bills b on b.type_of_bill = h.clm_bill_fac_type_cd || h.clm_bill_clsfctn_cd
    where i.aco_id = coalesce(cast($aco as varchar), i.aco_id)
      and not i.is_denied and not i.is_orphan_cancellation
      and i.clm_thru_dt between $service_from and $service_to
),
with_procedure as (
    select distinct b.aco_id, b.cur_clm_uniq_id
    from bills b
    join input.cclf2 l on l.cur_clm_uniq_id = b.cur_clm_uniq_id
    join input.files f on f.file_id = l.file_id and f.aco_id = b.aco_id
    left join core.superseded_rows o on o.file_id = l.file_id and o.line = l.line
    join law.diagnosis_procedures p on p.code = upper(l.clm_line_hcpcs_cd)
    where o.file_id is null
),
institutional as (
    select b.aco_id, b.cur_clm_uniq_id, b.bene_key, b.prncpl_dgns_cd, b.icd
    from bills b
    left join with_procedure p on p.aco_id = b.aco_id and p.cur_clm_uniq_id = b.cur_clm_uniq_id
    where b.setting = 'inpatient' or p.cur_clm_uniq_id is not null
),
-- CCLF4 repeats a claim with each delivery that brings it again: the same version has the same diagnoses.
coded as (
    select bene_key, prncpl_dgns_cd as icd10 from institutional where icd <> '9'
    union
    select i.bene_key, d.clm_dgns_cd
    from institutional i
    join input.cclf4 d on d.cur_clm_uniq_id = i.cur_clm_uniq_id
    join input.files f on f.file_id = d.file_id and f.aco_id = i.aco_id
    where coalesce(d.dgns_prcdr_icd_ind, '0') <> '9'
    union
    select bene_key, clm_line_dgns_cd from professional
    union
    select bene_key, clm_dgns_1_cd from professional
    union
    select bene_key, clm_dgns_2_cd from professional
    union
    select bene_key, clm_dgns_3_cd from professional
    union
    select bene_key, clm_dgns_4_cd from professional
    union
    select bene_key, clm_dgns_5_cd from professional
    union
    select bene_key, clm_dgns_6_cd from professional
    union
    select bene_key, clm_dgns_7_cd from professional
    union
    select bene_key, clm_dgns_8_cd from professional
    union
    select bene_key, clm_dgns_9_cd from professional
    union
    select bene_key, clm_dgns_10_cd from professional
    union
    select bene_key, clm_dgns_11_cd from professional
    union
    select bene_key, clm_dgns_12_cd from professional
)
select bene_key, icd10
from coded
where icd10 is not null and bene_key is not null
order by bene_key, icd10
