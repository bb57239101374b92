-- Every version of an institutional claim, once.  CCLF Information Packet, sections 2.1, 4.4 and 5.1.2.
-- Amounts of a cancellation have no sign in the file: signed_paid gives it.  The natural key takes the provider number of the
-- claims system, in files before 2022 that of the enrolment system.
-- Grain: one row an ACO and claim version.
select f.aco_id, c.file_id, c.line, c.cur_clm_uniq_id,
       coalesce(m.bene_key, c.bene_mbi_id_hash) as bene_key,
       c.clm_type_cd, c.clm_bill_fac_type_cd, c.clm_bill_clsfctn_cd,
       coalesce(c.clm_blg_prvdr_oscar_num, c.prvdr_oscar_num, '') as provider_number,
       c.clm_from_dt, c.clm_thru_dt, c.clm_mdcr_npmt_rsn_cd,
       c.clm_adjsmt_type_cd, c.clm_efctv_dt, c.clm_idr_ld_dt, c.dgns_drg_cd, c.clm_cntl_num,
       c.clm_pmt_amt,
       case when c.clm_adjsmt_type_cd = '1' then -c.clm_pmt_amt else c.clm_pmt_amt end as signed_paid,
       case when c.clm_adjsmt_type_cd = '1' then -1 else 1 end as sign,
       c.clm_mdcr_ip_pps_cptl_ime_amt, c.clm_oprtnl_ime_amt, c.clm_mdcr_ip_pps_dsprprtnt_amt, c.clm_oprtnl_dsprprtnt_amt,
       c.clm_hipps_uncompd_care_amt
from input.cclf1 c
join input.files f on f.file_id = c.file_id
left join core.mbi_history m on m.mbi_hash = c.bene_mbi_id_hash
left join core.superseded_rows s on s.file_id = c.file_id and s.line = c.line
where s.file_id is null
