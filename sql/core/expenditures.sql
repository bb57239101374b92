-- What Medicare paid, claims of Part A and lines of Part B in one form.  Settlement methodology of CMS, section 3.1 and table 2.
-- Denied ones are out; an orphan cancellation counts with its negative amount.  Encounters of health plans (type 61) and Part D
-- count nowhere.  The day is the through date of the claim, in Part B of the line.
-- Grain: one row a final claim or line, or an orphan cancellation.
select aco_id, bene_key,
       case when clm_type_cd = '10' then 'home_health'
            when clm_type_cd in ('20', '30') then 'snf'
            when clm_type_cd = '40' then 'outpatient'
            when clm_type_cd = '50' then 'hospice'
            else 'inpatient' end as service,
       clm_type_cd, cur_clm_uniq_id, clm_thru_dt as service_day, clm_efctv_dt, clm_idr_ld_dt,
       signed_paid as paid,
       capital_ime + operating_ime as ime, capital_dsh + operating_dsh as dsh, uncompensated_care,
       sequestration_reported, population_based_reduction, sequestration_rate, is_orphan_cancellation
from core.institutional_claims
where (is_orphan_cancellation or not is_denied) and clm_type_cd in ('10', '20', '30', '40', '50', '60')
union all
select aco_id, bene_key,
       case when line_kind = 'equipment' then 'dme' else 'professional' end as service,
       clm_type_cd, cur_clm_uniq_id, clm_line_thru_dt as service_day, clm_efctv_dt, clm_idr_ld_dt,
       signed_paid as paid,
       0 as ime, 0 as dsh, 0 as uncompensated_care,
       sequestration_reported, population_based_reduction, sequestration_rate, is_orphan_cancellation
from core.part_b_lines
where (is_orphan_cancellation or not is_denied) and clm_type_cd in ('71', '72', '81', '82')
