-- Final claims and lines of one person in one year as they enter expenditures, and those that do not, with the enrollment type of the
-- month.  42 CFR 425.601(a)(1), (2), 425.652(a)(1), (2); settlement methodology of CMS, section 3.1 and table 2.
-- IME, DSH and uncompensated care are those of hospital stays, and none where the state sets the rates.
-- The rate of sequestration stands only where no file reports the amount.
-- Parameters: $aco, $person, $first_day, $last_day, $state (two characters of the provider number).
-- Relations: facts.run_person_months, of the one year.
-- Grain: one row a final claim (line 0) or line, or an orphan cancellation.
with lines as (
    select 'A' as part, clm_type_cd, cur_clm_uniq_id, cast(0 as bigint) as clm_line_num, clm_thru_dt as service_day,
           coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day,
           cast(signed_paid as decimal(18,2)) as paid,
           cast(case when clm_type_cd = '60' and coalesce(substr(provider_number, 1, 2), '') <> $state
                     then capital_ime + operating_ime + capital_dsh + operating_dsh + uncompensated_care else 0 end
                as decimal(18,2)) as add_ons,
           cast(coalesce(population_based_reduction, 0) as decimal(18,2)) as population_based,
           cast(sequestration_reported as decimal(18,2)) as sequestration,
           case when sequestration_reported is null then sequestration_rate end as rate,
           is_denied and not is_orphan_cancellation as is_denied,
           clm_type_cd in ('10', '20', '30', '40', '50', '60') as is_counted_type
    from core.institutional_claims
    where aco_id = $aco and bene_key = $person and clm_thru_dt between $first_day and $last_day
    union all
    select 'B' as part, clm_type_cd, cur_clm_uniq_id, cast(clm_line_num as bigint) as clm_line_num, clm_line_thru_dt as service_day,
           coalesce(clm_idr_ld_dt, clm_efctv_dt) as seen_day,
           cast(signed_paid as decimal(18,2)) as paid,
           cast(0 as decimal(18,2)) as add_ons,
           cast(coalesce(population_based_reduction, 0) as decimal(18,2)) as population_based,
           cast(sequestration_reported as decimal(18,2)) as sequestration,
           case when sequestration_reported is null then sequestration_rate end as rate,
           is_denied and not is_orphan_cancellation as is_denied,
           clm_type_cd in ('71', '72', '81', '82') as is_counted_type
    from core.part_b_lines
    where aco_id = $aco and bene_key = $person and clm_line_thru_dt between $first_day and $last_day
)
select l.part, l.clm_type_cd, cast(l.cur_clm_uniq_id as bigint) as claim, l.clm_line_num, l.service_day, l.seen_day, l.paid, l.add_ons,
       l.population_based, l.sequestration, l.rate, l.is_denied, l.is_counted_type,
       cast(coalesce(n.enrollment_type, 0) as integer) as enrollment_type
from lines l
left join facts.run_person_months n on n.bene_key = $person and n.month = cast(date_trunc('month', l.service_day) as date)
order by l.service_day, l.cur_clm_uniq_id, l.clm_line_num
