-- What was paid by month of service and the months that passed until it was seen, version by version: an original counts when it was
-- seen and its cancellation takes it away when that was seen.  So the sum up to an age is what a store of that age would hold.
-- Denied versions are out, as in core.institutional_claims and core.part_b_lines.  Days before the service count as its month.
-- Parameters: $aco, $last_seen (the last day of the newest month that counts).
-- Grain: one row a month of service and months passed.
with versions as (
    select clm_thru_dt as service_day, coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day, signed_paid as paid
    from core.institutional_versions
    where aco_id = $aco and clm_type_cd in ('10', '20', '30', '40', '50', '60') and clm_mdcr_npmt_rsn_cd is null
      and not (clm_type_cd in ('10', '40') and coalesce(clm_bill_fac_type_cd, '') in ('4', '5'))
    union all
    select clm_line_thru_dt as service_day, coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day, signed_paid as paid
    from core.part_b_versions
    where aco_id = $aco and clm_type_cd in ('71', '72', '81', '82')
      and not coalesce(clm_carr_pmt_dnl_cd = '0'
                       or clm_carr_pmt_dnl_cd between 'D' and 'Y'
                       or (length(clm_carr_pmt_dnl_cd) = 2 and clm_carr_pmt_dnl_cd between '00' and '99'), false)
      and not coalesce(clm_prcsg_ind_cd not in ('A', 'R', 'S'), false)
),
lagged as (
    select cast(date_trunc('month', service_day) as date) as service_month,
           12 * (cast(extract(year from seen_day) as integer) - cast(extract(year from service_day) as integer))
               + cast(extract(month from seen_day) as integer) - cast(extract(month from service_day) as integer) as months,
           paid
    from versions
    where seen_day is not null and seen_day <= $last_seen
)
select service_month, cast(case when months < 0 then 0 else months end as integer) as months_passed, sum(paid) as paid
from lagged
group by service_month, case when months < 0 then 0 else months end
order by 1, 2
