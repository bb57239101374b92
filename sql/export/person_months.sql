-- Months of enrollment by ACO, beneficiary, calendar year and Medicare enrollment type, from the governing assignment lists.
-- Grain: one row an ACO, beneficiary, year and type.
with months as (
    select aco_id, bene_key, cast(extract(year from month) as integer) as year,
           case enrollment_type when 1 then 'esrd' when 2 then 'disabled' when 3 then 'aged_dual' else 'aged_non_dual' end as enrollment_type,
           count(*) as months
    from core.enrollment_months
    group by aco_id, bene_key, cast(extract(year from month) as integer), enrollment_type
)
select m.aco_id, i.person_id, m.year, m.enrollment_type, m.months
from months m
left join core.person_identifiers i on i.bene_key = m.bene_key
order by m.aco_id, i.person_id, m.year, m.enrollment_type
