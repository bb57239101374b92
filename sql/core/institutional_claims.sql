-- Institutional claims netted of cancellations and adjustments at the header.  CCLF Information Packet, sections 5.1 to 5.3.
-- Within a natural key (provider, from, thru, beneficiary) each cancellation takes away one debit of the same amount: one with its
-- claim control number where there is one, otherwise the oldest.  What is left are the final claims; several a key are lawful.
-- A cancellation without a debit stays, with its negative amount: its debit lies before the files' first month or under another key.
-- So the sum of signed_paid here equals the sum of signed_paid over all versions.
-- A claim is denied when it has a non-payment reason; home health and outpatient claims also when the facility type is 4 or 5.
-- Grain: one row a final claim or orphan cancellation; denied ones are marked.
with by_control as (
    select v.*,
           row_number() over (partition by aco_id, bene_key, provider_number, clm_from_dt, clm_thru_dt, clm_pmt_amt, clm_cntl_num, sign
                              order by clm_efctv_dt nulls first, cur_clm_uniq_id) as place
    from core.institutional_versions v
),
unpaired as (
    select a.*,
           row_number() over (partition by a.aco_id, a.bene_key, a.provider_number, a.clm_from_dt, a.clm_thru_dt, a.clm_pmt_amt, a.sign
                              order by a.clm_efctv_dt nulls first, a.cur_clm_uniq_id) as next_place
    from by_control a
    left join by_control b
      on b.aco_id = a.aco_id and b.bene_key = a.bene_key and b.provider_number = a.provider_number
     and b.clm_from_dt = a.clm_from_dt and b.clm_thru_dt = a.clm_thru_dt
     and b.clm_pmt_amt = a.clm_pmt_amt and b.clm_cntl_num = a.clm_cntl_num
     and b.place = a.place and b.sign = -a.sign
    where b.cur_clm_uniq_id is null
)
select a.aco_id, a.file_id, a.line, a.cur_clm_uniq_id, a.bene_key, a.clm_type_cd, a.provider_number, a.clm_from_dt, a.clm_thru_dt,
       a.clm_efctv_dt, a.clm_idr_ld_dt, a.dgns_drg_cd, a.signed_paid,
       a.sign * coalesce(a.clm_mdcr_ip_pps_cptl_ime_amt, 0) as capital_ime,
       a.sign * coalesce(a.clm_oprtnl_ime_amt, 0) as operating_ime,
       a.sign * coalesce(a.clm_mdcr_ip_pps_dsprprtnt_amt, 0) as capital_dsh,
       a.sign * coalesce(a.clm_oprtnl_dsprprtnt_amt, 0) as operating_dsh,
       a.sign * coalesce(a.clm_hipps_uncompd_care_amt, 0) as uncompensated_care,
       a.sign < 0 as is_orphan_cancellation,
       a.clm_mdcr_npmt_rsn_cd is not null
           or (a.clm_type_cd in ('10', '40') and coalesce(a.clm_bill_fac_type_cd, '') in ('4', '5')) as is_denied
from unpaired a
left join unpaired b
  on b.aco_id = a.aco_id and b.bene_key = a.bene_key and b.provider_number = a.provider_number
 and b.clm_from_dt = a.clm_from_dt and b.clm_thru_dt = a.clm_thru_dt
 and b.clm_pmt_amt = a.clm_pmt_amt and b.next_place = a.next_place and b.sign = -a.sign
where b.cur_clm_uniq_id is null
