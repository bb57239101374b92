-- Every version of an institutional claim, once.  CCLF Information Packet, sections 2.1, 4.4 and 5.1.2.
-- The same version comes in monthly, weekly and run-out deliveries; the newest delivery of the ACO wins.
-- Amounts of a cancellation have no sign in the file: signed_paid gives it.  The natural key takes the provider number of the
-- claims system, in files before 2022 that of the enrolment system.
-- Grain: one row an ACO and claim version.
with placed as (
    select c.*, f.aco_id,
           row_number() over (partition by f.aco_id, c.cur_clm_uniq_id order by f.delivery_day desc, c.file_id desc, c.line) as place
    from input.cclf1 c
    join input.files f on f.file_id = c.file_id
)
select p.aco_id, p.file_id, p.line, p.cur_clm_uniq_id,
       coalesce(m.bene_key, p.bene_mbi_id_hash) as bene_key,
       p.clm_type_cd, p.clm_bill_fac_type_cd, p.clm_bill_clsfctn_cd,
       coalesce(p.clm_blg_prvdr_oscar_num, p.prvdr_oscar_num, '') as provider_number,
       p.clm_from_dt, p.clm_thru_dt, p.clm_mdcr_npmt_rsn_cd,
       p.clm_adjsmt_type_cd, p.clm_efctv_dt, p.clm_idr_ld_dt, p.dgns_drg_cd, p.clm_cntl_num,
       p.clm_pmt_amt,
       case when p.clm_adjsmt_type_cd = '1' then -p.clm_pmt_amt else p.clm_pmt_amt end as signed_paid,
       case when p.clm_adjsmt_type_cd = '1' then -1 else 1 end as sign,
       p.clm_mdcr_ip_pps_cptl_ime_amt, p.clm_oprtnl_ime_amt, p.clm_mdcr_ip_pps_dsprprtnt_amt, p.clm_oprtnl_dsprprtnt_amt, p.clm_hipps_uncompd_care_amt
from placed p
left join core.mbi_history m on m.mbi_hash = p.bene_mbi_id_hash
where p.place = 1
