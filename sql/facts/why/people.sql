-- Assigned people of one year of a run, with what each adds to its facts: months by enrollment type, dual months, and claims.
-- 42 CFR 425.601(a)(1), (2), 425.652(a)(1), (2); settlement methodology of CMS, section 3.1 and table 2.  The rules are those of
-- run_spending: add-ons are out except where the state sets the rates, reductions that are reported are added back, and what was paid of
-- other claims stands apart by its rate of sequestration, because division is not done here.
-- Low-income person-years are those of table 1-9 of the year, for all types together.
-- Parameters: $aco, $first_day, $last_day, $state.
-- Relations: facts.run_assigned, facts.run_person_months, both of the one year.
-- Grain: one row a person, type and rate of sequestration that has to be imputed; type 0 has no months and counts nowhere.
with months as (
    select bene_key, enrollment_type, count(*) as months, count(case when is_dual then 1 end) as dual_months,
           count(case when not dual_is_known then 1 end) as unknown_months, max(dual_years) as dual_years
    from facts.run_person_months
    group by bene_key, enrollment_type
),
-- County: as the list that governs the year says, else as that of the nearest year does (A-704), like run_people.
places as (
    select coalesce(m.bene_key, a.bene_mbi_id_hash) as bene_key, a.state_county_cd,
           row_number() over (partition by coalesce(m.bene_key, a.bene_mbi_id_hash)
                              order by abs(cast(extract(year from a.first_month + interval '11 month') as integer) - r.year),
                                       extract(year from a.first_month + interval '11 month') desc, a.report_rank, a.made desc,
                                       a.file_id desc, a.line desc) as place
    from input.assignment_list a
    join input.files f on f.file_id = a.file_id
    left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
    join facts.run_assigned r on r.bene_key = coalesce(m.bene_key, a.bene_mbi_id_hash)
    where f.aco_id = $aco and a.state_county_cd is not null
),
low_income as (
    select coalesce(m.bene_key, u.bene_mbi_id_hash) as bene_key, max(u.bene_psnyrs_lis_dual) as person_years
    from input.underserved u
    join input.files f on f.file_id = u.file_id
    left join core.mbi_history m on m.mbi_hash = u.bene_mbi_id_hash
    where f.aco_id = $aco
      and cast(u.first_month + interval '11 month' as date) between cast($first_day as date) and cast($last_day as date)
    group by coalesce(m.bene_key, u.bene_mbi_id_hash)
),
at_state_rates as (
    select distinct cur_clm_uniq_id
    from core.institutional_claims
    where aco_id = $aco and clm_type_cd = '60' and substr(provider_number, 1, 2) = $state
),
paid as (
    select e.bene_key, cast(date_trunc('month', e.service_day) as date) as month, e.paid,
           coalesce(e.population_based_reduction, 0) + coalesce(e.sequestration_reported, 0)
               - case when e.clm_type_cd = '60' and r.cur_clm_uniq_id is null then e.ime + e.dsh + e.uncompensated_care
                      else 0 end as added,
           e.sequestration_reported is null as is_imputed,
           case when e.sequestration_reported is null then e.sequestration_rate end as rate
    from core.expenditures e
    join facts.run_assigned a on a.bene_key = e.bene_key
    left join at_state_rates r on r.cur_clm_uniq_id = e.cur_clm_uniq_id and e.clm_type_cd = '60'
    where e.aco_id = $aco and e.service_day between $first_day and $last_day
),
spent as (
    select p.bene_key, n.enrollment_type, p.is_imputed, p.rate, count(*) as lines, sum(p.paid) as paid, sum(p.added) as added
    from paid p
    join facts.run_person_months n on n.bene_key = p.bene_key and n.month = p.month
    group by p.bene_key, n.enrollment_type, p.is_imputed, p.rate
)
select a.bene_key, cast(coalesce(n.enrollment_type, 0) as integer) as enrollment_type, cast(coalesce(n.months, 0) as integer) as months,
       cast(coalesce(n.dual_months, 0) as integer) as dual_months, cast(coalesce(n.unknown_months, 0) as integer) as unknown_months,
       n.dual_years, c.state_county_cd, coalesce(s.is_imputed, false) as is_imputed, s.rate,
       cast(coalesce(s.lines, 0) as integer) as lines, coalesce(s.paid, 0) as paid, coalesce(s.added, 0) as added,
       l.person_years as low_income_years
from facts.run_assigned a
left join months n on n.bene_key = a.bene_key
left join places c on c.bene_key = a.bene_key and c.place = 1
left join low_income l on l.bene_key = a.bene_key
left join spent s on s.bene_key = n.bene_key and s.enrollment_type = n.enrollment_type
order by a.bene_key, enrollment_type
