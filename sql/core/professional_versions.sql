-- Every version of a line of a physician claim, once.  CCLF Information Packet, sections 2.1, 4.4 and 5.1.2.
-- The same version comes in monthly, weekly and run-out deliveries; the newest delivery of the ACO wins.
-- Amounts of a cancellation have no sign in the file: signed_paid gives it.  There are originals and cancellations only: a corrected
-- claim is a new original.  The natural key is the claim control number and the beneficiary, and here the line.
-- Grain: one row an ACO, claim version and line.
with placed as (
    select c.*, f.aco_id,
           row_number() over (partition by f.aco_id, c.cur_clm_uniq_id, c.clm_line_num order by f.delivery_day desc, c.file_id desc, c.line) as place
    from input.cclf5 c
    join input.files f on f.file_id = c.file_id
)
select p.aco_id, p.file_id, p.line, p.cur_clm_uniq_id, p.clm_line_num,
       coalesce(m.bene_key, p.bene_mbi_id_hash) as bene_key,
       p.clm_type_cd, p.clm_from_dt, p.clm_thru_dt, p.clm_line_from_dt, p.clm_line_thru_dt, p.clm_line_hcpcs_cd,
       p.clm_carr_pmt_dnl_cd, p.clm_prcsg_ind_cd, p.clm_adjsmt_type_cd, p.clm_efctv_dt, p.clm_idr_ld_dt,
       coalesce(p.clm_cntl_num, '') as control_number,
       p.clm_prvdr_spclty_cd, p.clm_pos_cd, p.clm_rndrg_prvdr_tax_num,
       coalesce(p.clm_rndrg_prvdr_npi_num, p.rndrg_prvdr_npi_num) as rendering_npi,
       p.clm_line_cvrd_pd_amt,
       case when p.clm_adjsmt_type_cd = '1' then -p.clm_line_cvrd_pd_amt else p.clm_line_cvrd_pd_amt end as signed_paid,
       case when p.clm_adjsmt_type_cd = '1' then -p.clm_line_alowd_chrg_amt else p.clm_line_alowd_chrg_amt end as signed_allowed,
       case when p.clm_adjsmt_type_cd = '1' then -1 else 1 end as sign
from placed p
left join core.mbi_history m on m.mbi_hash = p.bene_mbi_id_hash
where p.place = 1
