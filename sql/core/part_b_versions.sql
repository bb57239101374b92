-- Every version of a line of a physician or equipment claim, once.  CCLF Information Packet, sections 2.1, 4.4 and 5.1.2.
-- Amounts of a cancellation have no sign in the file: signed_paid gives it.  There are originals and cancellations only: a corrected
-- claim is a new original.  The natural key is the claim control number and the beneficiary, and here the line.
-- Grain: one row an ACO, claim version and line.
with lines as (
    select 'professional' as line_kind, file_id, line, cur_clm_uniq_id, clm_line_num, bene_mbi_id_hash, clm_type_cd, clm_from_dt,
           clm_thru_dt, clm_line_from_dt, clm_line_thru_dt, clm_line_hcpcs_cd, clm_carr_pmt_dnl_cd, clm_prcsg_ind_cd,
           clm_adjsmt_type_cd, clm_efctv_dt, clm_idr_ld_dt, clm_cntl_num, clm_pos_cd, clm_prvdr_spclty_cd, clm_rndrg_prvdr_tax_num,
           coalesce(clm_rndrg_prvdr_npi_num, rndrg_prvdr_npi_num) as npi, clm_line_cvrd_pd_amt, clm_line_alowd_chrg_amt
    from input.cclf5
    union all
    select 'equipment' as line_kind, file_id, line, cur_clm_uniq_id, clm_line_num, bene_mbi_id_hash, clm_type_cd, clm_from_dt,
           clm_thru_dt, clm_line_from_dt, clm_line_thru_dt, clm_line_hcpcs_cd, clm_carr_pmt_dnl_cd, clm_prcsg_ind_cd,
           clm_adjsmt_type_cd, clm_efctv_dt, clm_idr_ld_dt, clm_cntl_num, clm_pos_cd, null, null,
           coalesce(clm_blg_prvdr_npi_num, payto_prvdr_npi_num) as npi, clm_line_cvrd_pd_amt, clm_line_alowd_chrg_amt
    from input.cclf6
)
select f.aco_id, c.line_kind, c.file_id, c.line, c.cur_clm_uniq_id, c.clm_line_num,
       coalesce(m.bene_key, c.bene_mbi_id_hash) as bene_key,
       c.clm_type_cd, c.clm_from_dt, c.clm_thru_dt, c.clm_line_from_dt, c.clm_line_thru_dt, c.clm_line_hcpcs_cd,
       c.clm_carr_pmt_dnl_cd, c.clm_prcsg_ind_cd, c.clm_adjsmt_type_cd, c.clm_efctv_dt, c.clm_idr_ld_dt,
       coalesce(c.clm_cntl_num, '') as control_number,
       c.clm_pos_cd, c.clm_prvdr_spclty_cd, c.clm_rndrg_prvdr_tax_num, c.npi,
       c.clm_line_cvrd_pd_amt,
       case when c.clm_adjsmt_type_cd = '1' then -c.clm_line_cvrd_pd_amt else c.clm_line_cvrd_pd_amt end as signed_paid,
       case when c.clm_adjsmt_type_cd = '1' then -c.clm_line_alowd_chrg_amt else c.clm_line_alowd_chrg_amt end as signed_allowed,
       case when c.clm_adjsmt_type_cd = '1' then -1 else 1 end as sign
from lines c
join input.files f on f.file_id = c.file_id
left join core.mbi_history m on m.mbi_hash = c.bene_mbi_id_hash
left join core.superseded_rows s on s.file_id = c.file_id and s.line = c.line
where s.file_id is null
