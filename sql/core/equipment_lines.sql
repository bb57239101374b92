-- Lines of equipment claims netted of cancellations.  CCLF Information Packet, sections 5.1 to 5.3.
-- Within a natural key (claim control number, beneficiary, line) each cancellation takes away one original of the same amount, the
-- oldest first.  A cancellation without an original stays, with its negative amount.  So the sum of signed_paid here equals the sum
-- of signed_paid over all versions.
-- A claim is denied when its denial code is 0, a letter from D to Y, or two digits (the codes of secondary payers, unpaid); a line
-- when its processing indicator is none of A (allowed), R (reprocessed) and S (secondary payer).  A blank code denies nothing: A-040.
-- Grain: one row a final line or orphan cancellation; denied ones are marked.
with placed as (
    select v.*,
           row_number() over (partition by aco_id, bene_key, control_number, clm_line_num, clm_line_cvrd_pd_amt, sign
                              order by clm_efctv_dt nulls first, cur_clm_uniq_id) as place
    from core.equipment_versions v
)
select a.aco_id, a.file_id, a.line, a.cur_clm_uniq_id, a.clm_line_num, a.bene_key, a.clm_type_cd, a.clm_from_dt, a.clm_thru_dt,
       a.clm_line_from_dt, a.clm_line_thru_dt, a.clm_line_hcpcs_cd, a.clm_efctv_dt, a.clm_idr_ld_dt,
       a.clm_pos_cd, a.billing_npi,
       a.signed_paid, a.signed_allowed,
       a.sign < 0 as is_orphan_cancellation,
       coalesce(a.clm_carr_pmt_dnl_cd = '0'
                or a.clm_carr_pmt_dnl_cd between 'D' and 'Y'
                or (length(a.clm_carr_pmt_dnl_cd) = 2 and a.clm_carr_pmt_dnl_cd between '00' and '99'), false)
           or coalesce(a.clm_prcsg_ind_cd not in ('A', 'R', 'S'), false) as is_denied
from placed a
left join placed b
  on b.aco_id = a.aco_id and b.bene_key = a.bene_key and b.control_number = a.control_number and b.clm_line_num = a.clm_line_num
 and b.clm_line_cvrd_pd_amt = a.clm_line_cvrd_pd_amt and b.place = a.place and b.sign = -a.sign
where b.cur_clm_uniq_id is null
