-- Final claims and lines of a period with the parts that expenditures are made of, each apart.  42 CFR 425.601(a)(1), 425.652(a)(1);
-- settlement methodology of CMS, section 3.1 and table 2.  The same claims as the relation of expenditures has.
-- IME, DSH and uncompensated care are those of hospital stays, and none where the state sets the rates.
-- The rate of sequestration stands only where no file reports the amount.
-- Parameters: $aco, $first_day, $last_day, $state (two characters of the provider number).
-- Grain: one row a final claim (line 0) or line, or an orphan cancellation.
select bene_key, 'A' as part, clm_type_cd, cur_clm_uniq_id, cast(0 as bigint) as clm_line_num, clm_thru_dt as service_day,
       coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day,
       cast(signed_paid as decimal(18,2)) as paid,
       cast(case when clm_type_cd = '60' and substr(provider_number, 1, 2) <> $state then capital_ime + operating_ime else 0 end
            as decimal(18,2)) as ime,
       cast(case when clm_type_cd = '60' and substr(provider_number, 1, 2) <> $state then capital_dsh + operating_dsh else 0 end
            as decimal(18,2)) as dsh,
       cast(case when clm_type_cd = '60' and substr(provider_number, 1, 2) <> $state then uncompensated_care else 0 end
            as decimal(18,2)) as uncompensated_care,
       cast(coalesce(population_based_reduction, 0) as decimal(18,2)) as population_based,
       cast(sequestration_reported as decimal(18,2)) as sequestration,
       case when sequestration_reported is null then sequestration_rate end as rate
from core.institutional_claims
where aco_id = $aco and (is_orphan_cancellation or not is_denied) and clm_type_cd in ('10', '20', '30', '40', '50', '60')
  and clm_thru_dt between $first_day and $last_day
union all
select bene_key, 'B' as part, clm_type_cd, cur_clm_uniq_id, cast(clm_line_num as bigint) as clm_line_num, clm_line_thru_dt as service_day,
       coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day,
       cast(signed_paid as decimal(18,2)) as paid,
       cast(0 as decimal(18,2)) as ime, cast(0 as decimal(18,2)) as dsh, cast(0 as decimal(18,2)) as uncompensated_care,
       cast(coalesce(population_based_reduction, 0) as decimal(18,2)) as population_based,
       cast(sequestration_reported as decimal(18,2)) as sequestration,
       case when sequestration_reported is null then sequestration_rate end as rate
from core.part_b_lines
where aco_id = $aco and (is_orphan_cancellation or not is_denied) and clm_type_cd in ('71', '72', '81', '82')
  and clm_line_thru_dt between $first_day and $last_day
