-- Months of assigned people by enrollment type, over all years of a run.  42 CFR 425.601(a)(2), 425.652(a)(2).
-- The assignment lists of a year tell of everybody on them.  Who is assigned under another participant list may be on none: of such a
-- person spans of enrollment tell, with the age of the newest CCLF8 (A-703).  Months after a death are none.
-- Parameters: $aco, $first_month, $last_month, $aged_from (years).
-- Relations: facts.run_assigned (year, bene_key), facts.run_months (year, month).
-- Grain: one row a year, person and month.
with listed as (
    select a.year, e.bene_key, e.month, cast(e.enrollment_type as integer) as enrollment_type, e.death_date
    from core.enrollment_months e
    join facts.run_months m on m.month = e.month
    join facts.run_assigned a on a.year = m.year and a.bene_key = e.bene_key
    where e.aco_id = $aco and e.month between $first_month and $last_month
),
on_a_list as (
    select distinct year, bene_key from listed
),
spans as (
    select coalesce(m.bene_key, e.bene_mbi_id_hash) as bene_key, e.from_month, e.thru_month, e.part_a, e.part_b,
           coalesce(e.health_plan, false) as health_plan, coalesce(e.dual, false) as is_dual, coalesce(e.esrd, false) as has_esrd
    from input.eligibility e
    left join core.mbi_history m on m.mbi_hash = e.bene_mbi_id_hash
),
span_months as (
    select a.year, a.bene_key, m.month, bool_or(s.is_dual) as is_dual, bool_or(s.has_esrd) as has_esrd,
           bool_or(s.part_a and s.part_b) and not bool_or(s.health_plan) as is_eligible
    from facts.run_assigned a
    join facts.run_months m on m.year = a.year and m.month between $first_month and $last_month
    join spans s on s.bene_key = a.bene_key and m.month between s.from_month and s.thru_month
    group by a.year, a.bene_key, m.month
),
typed as (
    select year, bene_key, month, enrollment_type, death_date from listed
    union all
    select s.year, s.bene_key, s.month,
           case when s.has_esrd then 1
                when s.month < cast(date_trunc('month', p.bene_dob) as date) + cast($aged_from as integer) * interval '1 year' then 2
                when s.is_dual then 3
                else 4 end,
           p.bene_death_dt
    from span_months s
    join core.newest_demographics p on p.aco_id = $aco and p.bene_key = s.bene_key and p.bene_dob is not null
    left join on_a_list l on l.year = s.year and l.bene_key = s.bene_key
    where l.bene_key is null and s.is_eligible
),
-- What lists say of dual person-years, for people without spans.  The year of a list is that of its last month.
dual_listed as (
    select cast(extract(year from a.first_month + interval '11 month') as integer) as year,
           coalesce(m.bene_key, a.bene_mbi_id_hash) as bene_key, a.bene_psnyrs_dual
    from input.assignment_list a
    join input.files f on f.file_id = a.file_id
    left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
    where f.aco_id = $aco
),
said as (
    select year, bene_key, max(bene_psnyrs_dual) as dual_years
    from dual_listed
    group by year, bene_key
)
select t.year, t.bene_key, t.month, t.enrollment_type,
       coalesce(s.is_dual, false) or t.enrollment_type = 3 as is_dual,
       s.bene_key is not null or t.enrollment_type = 3 as dual_is_known,
       d.dual_years
from typed t
left join span_months s on s.year = t.year and s.bene_key = t.bene_key and s.month = t.month
left join said d on d.year = t.year and d.bene_key = t.bene_key
where t.death_date is null or t.month <= t.death_date
