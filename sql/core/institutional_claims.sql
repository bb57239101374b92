-- Institutional claims netted of cancellations and adjustments at the header.  CCLF Information Packet, sections 5.1 to 5.3.
-- Within a natural key (provider, from, thru, beneficiary) each cancellation takes away one debit of the same amount: one with its
-- claim control number where there is one, otherwise the oldest.  What is left are the final claims; several a key are lawful.
-- A cancellation without a debit stays, with its negative amount: its debit lies before the files' first month or under another key.
-- So the sum of signed_paid here equals the sum of signed_paid over all versions.
-- A claim is denied when it has a non-payment reason; home health and outpatient claims also when the facility type is 4 or 5.
-- IME, DSH and uncompensated care stand beside the amount that holds them, with its sign, so that they can be left out.
-- Sequestration: what CCLFA reports of it, where it has the claim; and the rate in force on the through date.
-- Grain: one row a final claim or orphan cancellation; denied ones are marked.
with cancelled as (
    -- Only what has a cancellation is put in order: most claims have none.
    select distinct aco_id, bene_key, provider_number, clm_from_dt, clm_thru_dt, clm_pmt_amt
    from core.institutional_versions
    where sign < 0
),
by_control as (
    select v.aco_id, v.cur_clm_uniq_id, v.bene_key, v.provider_number, v.clm_from_dt, v.clm_thru_dt, v.clm_pmt_amt, v.clm_efctv_dt,
           v.clm_cntl_num, v.sign,
           row_number() over (partition by v.aco_id, v.bene_key, v.provider_number, v.clm_from_dt, v.clm_thru_dt, v.clm_pmt_amt,
                                           v.clm_cntl_num, v.sign
                              order by v.clm_efctv_dt nulls first, v.cur_clm_uniq_id) as place,
           sum(v.sign) over (partition by v.aco_id, v.bene_key, v.provider_number, v.clm_from_dt, v.clm_thru_dt, v.clm_pmt_amt,
                                          v.clm_cntl_num) as surplus,
           count(*) over (partition by v.aco_id, v.bene_key, v.provider_number, v.clm_from_dt, v.clm_thru_dt, v.clm_pmt_amt,
                                       v.clm_cntl_num) as versions
    from core.institutional_versions v
    join cancelled c
      on c.aco_id = v.aco_id and c.bene_key = v.bene_key and c.provider_number = v.provider_number
     and c.clm_from_dt = v.clm_from_dt and c.clm_thru_dt = v.clm_thru_dt and c.clm_pmt_amt = v.clm_pmt_amt
),
by_age as (
    -- Of debits and cancellations, (versions - sign * surplus) / 2 stand on the other side and take one each.
    select a.aco_id, a.cur_clm_uniq_id, a.sign,
           row_number() over (partition by a.aco_id, a.bene_key, a.provider_number, a.clm_from_dt, a.clm_thru_dt, a.clm_pmt_amt, a.sign
                              order by a.clm_efctv_dt nulls first, a.cur_clm_uniq_id) as place,
           sum(a.sign) over (partition by a.aco_id, a.bene_key, a.provider_number, a.clm_from_dt, a.clm_thru_dt, a.clm_pmt_amt)
               as surplus,
           count(*) over (partition by a.aco_id, a.bene_key, a.provider_number, a.clm_from_dt, a.clm_thru_dt, a.clm_pmt_amt)
               as versions
    from by_control a
    where a.clm_cntl_num is null or 2 * a.place > a.versions - a.sign * a.surplus
),
paired as (
    select aco_id, cur_clm_uniq_id
    from by_control
    where clm_cntl_num is not null and 2 * place <= versions - sign * surplus
    union all
    select aco_id, cur_clm_uniq_id
    from by_age
    where 2 * place <= versions - sign * surplus
),
enhanced as (
    select f.aco_id, e.cur_clm_uniq_id, e.clm_sqstrtn_rdctn_amt, e.clm_pbp_rdctn_amt,
           rank() over (partition by f.aco_id, e.cur_clm_uniq_id order by f.delivery_day desc, e.file_id desc) as place
    from input.cclfa e
    join input.files f on f.file_id = e.file_id
),
reductions as (
    -- A claim may have several rows here; each repeats the claim's amounts.
    select aco_id, cur_clm_uniq_id, max(clm_sqstrtn_rdctn_amt) as sequestration, max(clm_pbp_rdctn_amt) as population_based
    from enhanced
    where place = 1
    group by aco_id, cur_clm_uniq_id
)
select v.aco_id, v.file_id, v.line, v.cur_clm_uniq_id, v.bene_key, v.clm_type_cd, v.provider_number, v.clm_from_dt, v.clm_thru_dt,
       v.clm_efctv_dt, v.clm_idr_ld_dt, v.dgns_drg_cd, v.signed_paid,
       v.sign * coalesce(v.clm_mdcr_ip_pps_cptl_ime_amt, 0) as capital_ime,
       v.sign * coalesce(v.clm_oprtnl_ime_amt, 0) as operating_ime,
       v.sign * coalesce(v.clm_mdcr_ip_pps_dsprprtnt_amt, 0) as capital_dsh,
       v.sign * coalesce(v.clm_oprtnl_dsprprtnt_amt, 0) as operating_dsh,
       v.sign * coalesce(v.clm_hipps_uncompd_care_amt, 0) as uncompensated_care,
       v.sign < 0 as is_orphan_cancellation,
       v.clm_mdcr_npmt_rsn_cd is not null
           or (v.clm_type_cd in ('10', '40') and coalesce(v.clm_bill_fac_type_cd, '') in ('4', '5')) as is_denied,
       v.sign * r.sequestration as sequestration_reported,
       v.sign * r.population_based as population_based_reduction,
       d.sequestration_rate
from core.institutional_versions v
left join paired p on p.aco_id = v.aco_id and p.cur_clm_uniq_id = v.cur_clm_uniq_id
left join reductions r on r.aco_id = v.aco_id and r.cur_clm_uniq_id = v.cur_clm_uniq_id
left join law.days d on d.day = v.clm_thru_dt
where p.cur_clm_uniq_id is null
