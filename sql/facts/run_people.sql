-- Assigned people of a run with their months by enrollment type, their dual months, and where they live.
-- The year of an assignment list is that of its last month.  County: as the list that governs the year says, else as that of the
-- nearest year does (A-704); what no list says is null.  Dual or low-income person-years are those of table 1-9 of the year.
-- Parameters: $aco.
-- Relations: facts.run_assigned, facts.run_person_months.
-- Grain: one row a year, person and type; a person without a typed month has one row of type 0.
with months as (
    select year, bene_key, enrollment_type, count(*) as months,
           count(case when is_dual then 1 end) as dual_months, count(case when not dual_is_known then 1 end) as unknown_months,
           max(dual_years) as dual_years
    from facts.run_person_months
    group by year, bene_key, enrollment_type
),
listed as (
    select cast(extract(year from a.first_month + interval '11 month') as integer) as year,
           coalesce(m.bene_key, a.bene_mbi_id_hash) as bene_key, a.state_county_cd, a.report_rank, a.made, a.file_id, a.line
    from input.assignment_list a
    join input.files f on f.file_id = a.file_id
    left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
    where f.aco_id = $aco and a.state_county_cd is not null
),
places as (
    select year, bene_key, state_county_cd,
           row_number() over (partition by year, bene_key order by report_rank, made desc, file_id desc, line desc) as place
    from listed
),
counties as (
    select r.year, r.bene_key, p.state_county_cd,
           row_number() over (partition by r.year, r.bene_key order by abs(p.year - r.year), p.year desc) as place
    from facts.run_assigned r
    join places p on p.bene_key = r.bene_key and p.place = 1
),
low_income as (
    select cast(extract(year from u.first_month + interval '11 month') as integer) as year,
           coalesce(m.bene_key, u.bene_mbi_id_hash) as bene_key, u.bene_psnyrs_lis_dual as person_years
    from input.underserved u
    join input.files f on f.file_id = u.file_id
    left join core.mbi_history m on m.mbi_hash = u.bene_mbi_id_hash
    where f.aco_id = $aco
),
low_income_years as (
    select year, bene_key, max(person_years) as person_years
    from low_income
    group by year, bene_key
)
select a.year, a.bene_key, cast(coalesce(n.enrollment_type, 0) as integer) as enrollment_type,
       cast(coalesce(n.months, 0) as integer) as months, cast(coalesce(n.dual_months, 0) as integer) as dual_months,
       cast(coalesce(n.unknown_months, 0) as integer) as unknown_months, n.dual_years, c.state_county_cd,
       l.person_years as low_income_years
from facts.run_assigned a
left join months n on n.year = a.year and n.bene_key = a.bene_key
left join counties c on c.year = a.year and c.bene_key = a.bene_key and c.place = 1
left join low_income_years l on l.year = a.year and l.bene_key = a.bene_key
order by a.year, a.bene_key, enrollment_type
