-- Lines of physician and equipment claims netted of cancellations.  CCLF Information Packet, sections 5.1 to 5.3.
-- Within a natural key (claim control number, beneficiary, line) each cancellation takes away one original of the same amount, the
-- oldest first.  A cancellation without an original stays, with its negative amount.  So the sum of signed_paid here equals the sum
-- of signed_paid over all versions.
-- A claim is denied when its denial code is 0, a letter from D to Y, or two digits (the codes of secondary payers, unpaid); a line
-- when its processing indicator is none of A (allowed), R (reprocessed) and S (secondary payer).  A blank code denies nothing: A-040.
-- Sequestration: what CCLFB reports of it, where it has the line; and the rate in force on the line's through date.
-- Grain: one row a final line or orphan cancellation; denied ones are marked.
with cancelled as (
    -- Only what has a cancellation is put in order: most lines have none.
    select distinct line_kind, aco_id, bene_key, control_number, clm_line_num, clm_line_cvrd_pd_amt
    from core.part_b_versions
    where sign < 0
),
placed as (
    select v.line_kind, v.aco_id, v.cur_clm_uniq_id, v.clm_line_num, v.sign,
           row_number() over (partition by v.line_kind, v.aco_id, v.bene_key, v.control_number, v.clm_line_num, v.clm_line_cvrd_pd_amt,
                                           v.sign
                              order by v.clm_efctv_dt nulls first, v.cur_clm_uniq_id) as place,
           sum(v.sign) over (partition by v.line_kind, v.aco_id, v.bene_key, v.control_number, v.clm_line_num, v.clm_line_cvrd_pd_amt)
               as surplus,
           count(*) over (partition by v.line_kind, v.aco_id, v.bene_key, v.control_number, v.clm_line_num, v.clm_line_cvrd_pd_amt)
               as versions
    from core.part_b_versions v
    join cancelled c
      on c.line_kind = v.line_kind and c.aco_id = v.aco_id and c.bene_key = v.bene_key and c.control_number = v.control_number
     and c.clm_line_num = v.clm_line_num and c.clm_line_cvrd_pd_amt = v.clm_line_cvrd_pd_amt
),
paired as (
    -- Of originals and cancellations, (versions - sign * surplus) / 2 stand on the other side and take one each.
    select line_kind, aco_id, cur_clm_uniq_id, clm_line_num
    from placed
    where 2 * place <= versions - sign * surplus
),
enhanced as (
    select f.aco_id, e.cur_clm_uniq_id, e.clm_line_num, e.clm_sqstrtn_rdctn_amt, e.clm_pbp_rdctn_amt,
           rank() over (partition by f.aco_id, e.cur_clm_uniq_id, e.clm_line_num order by f.delivery_day desc, e.file_id desc) as place
    from input.cclfb e
    join input.files f on f.file_id = e.file_id
),
reductions as (
    select aco_id, cur_clm_uniq_id, clm_line_num, max(clm_sqstrtn_rdctn_amt) as sequestration,
           max(clm_pbp_rdctn_amt) as population_based
    from enhanced
    where place = 1
    group by aco_id, cur_clm_uniq_id, clm_line_num
)
select v.aco_id, v.line_kind, v.file_id, v.line, v.cur_clm_uniq_id, v.clm_line_num, v.bene_key, v.clm_type_cd, v.clm_from_dt,
       v.clm_thru_dt, v.clm_line_from_dt, v.clm_line_thru_dt, v.clm_line_hcpcs_cd, v.clm_efctv_dt, v.clm_idr_ld_dt,
       v.clm_prvdr_spclty_cd, v.clm_pos_cd, v.clm_rndrg_prvdr_tax_num, v.npi,
       v.signed_paid, v.signed_allowed,
       v.sign < 0 as is_orphan_cancellation,
       coalesce(v.clm_carr_pmt_dnl_cd = '0'
                or v.clm_carr_pmt_dnl_cd between 'D' and 'Y'
                or (length(v.clm_carr_pmt_dnl_cd) = 2 and v.clm_carr_pmt_dnl_cd between '00' and '99'), false)
           or coalesce(v.clm_prcsg_ind_cd not in ('A', 'R', 'S'), false) as is_denied,
       v.sign * r.sequestration as sequestration_reported,
       v.sign * r.population_based as population_based_reduction,
       d.sequestration_rate
from core.part_b_versions v
left join paired p
  on p.line_kind = v.line_kind and p.aco_id = v.aco_id and p.cur_clm_uniq_id = v.cur_clm_uniq_id and p.clm_line_num = v.clm_line_num
left join reductions r on r.aco_id = v.aco_id and r.cur_clm_uniq_id = v.cur_clm_uniq_id and r.clm_line_num = v.clm_line_num
left join law.days d on d.day = v.clm_line_thru_dt
where p.cur_clm_uniq_id is null
