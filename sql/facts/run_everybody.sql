-- Months by enrollment type of everybody in an ACO's files in a year: as lists and statuses say, else as spans of enrollment say with the
-- age of the newest CCLF8.  The rules are those of run_person_months.
-- Parameters: $aco, $first_month, $last_month, $aged_from (years).
-- Relations: facts.run_months (year, month).
-- Grain: one row a person and type.
with listed as (
    select bene_key, month, cast(enrollment_type as integer) as enrollment_type
    from core.enrollment_months
    where aco_id = $aco and month between $first_month and $last_month and (death_date is null or month <= death_date)
),
on_a_list as (
    select distinct bene_key from listed
),
span_months as (
    select coalesce(i.bene_key, e.bene_mbi_id_hash) as bene_key, m.month, bool_or(coalesce(e.dual, false)) as is_dual,
           bool_or(coalesce(e.esrd, false)) as has_esrd,
           bool_or(e.part_a and e.part_b) and not bool_or(coalesce(e.health_plan, false)) as is_eligible
    from input.eligibility e
    join facts.run_months m on m.month between e.from_month and e.thru_month
    left join core.mbi_history i on i.mbi_hash = e.bene_mbi_id_hash
    left join on_a_list l on l.bene_key = coalesce(i.bene_key, e.bene_mbi_id_hash)
    where m.month between $first_month and $last_month and l.bene_key is null
    group by coalesce(i.bene_key, e.bene_mbi_id_hash), m.month
),
typed as (
    select bene_key, enrollment_type from listed
    union all
    select s.bene_key,
           case when s.has_esrd then 1
                when s.month < cast(date_trunc('month', p.bene_dob) as date) + cast($aged_from as integer) * interval '1 year' then 2
                when s.is_dual then 3
                else 4 end
    from span_months s
    join core.newest_demographics p on p.aco_id = $aco and p.bene_key = s.bene_key and p.bene_dob is not null
    where s.is_eligible and (p.bene_death_dt is null or s.month <= p.bene_death_dt)
)
select bene_key, enrollment_type, count(*) as months
from typed
group by bene_key, enrollment_type
order by bene_key, enrollment_type
