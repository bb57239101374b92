-- What the lists of an ACO say about who can be assigned.  42 CFR 425.401(a), 425.402(e).
-- Months with both parts are those with an enrollment type.  Months with one part or in a health plan are told by sources that name
-- them; an assignment list does not, so that they are null for people on lists alone (A-501).
-- Parameters: $aco, $year_from, $year_to, $person (null for everybody).
-- Grain: one row a person with a month, a status or a designation.
with months as (
    select bene_key, count(*) as with_both, max(death_date) as died
    from core.enrollment_months
    where aco_id = $aco and month between $year_from and $year_to
    group by bene_key
),
stated as (
    select coalesce(m.bene_key, b.bene_mbi_id_hash) as bene_key, b.month,
           bool_or(b.has_part_a) as part_a, bool_or(b.has_part_b) as part_b, bool_or(b.in_medicare_advantage) as in_plan
    from input.beneficiary_months b
    join input.files f on f.file_id = b.file_id
    left join core.mbi_history m on m.mbi_hash = b.bene_mbi_id_hash
    where f.aco_id = $aco and b.month between $year_from and $year_to
    group by coalesce(m.bene_key, b.bene_mbi_id_hash), b.month
),
parts as (
    select bene_key,
           count(*) filter (where coalesce(part_a, false) <> coalesce(part_b, false)) as with_one,
           count(*) filter (where coalesce(in_plan, false)) as in_plan
    from stated
    group by bene_key
),
named as (
    select coalesce(m.bene_key, a.bene_mbi_id_hash) as bene_key,
           max(case when p.aco_id = $aco then 2 else 1 end) as designation
    from input.assignment_list a
    join input.files f on f.file_id = a.file_id
    left join core.mbi_history m on m.mbi_hash = a.bene_mbi_id_hash
    left join facts.participants p on p.billed_by = 'TIN ' || a.va_tin
    where f.aco_id = $aco and a.in_va_max = '1' and a.performance_year = cast(extract(year from cast($year_from as date)) as integer)
    group by coalesce(m.bene_key, a.bene_mbi_id_hash)
),
everyone as (
    select bene_key from months
    union
    select bene_key from parts
    union
    select bene_key from named
)
select e.bene_key, m.with_both, p.with_one, p.in_plan, m.died, cast(null as boolean) as in_united_states,
       case n.designation when 2 then 'this_aco' when 1 then 'elsewhere' else 'none' end as designation
from everyone e
left join months m on m.bene_key = e.bene_key
left join parts p on p.bene_key = e.bene_key
left join named n on n.bene_key = e.bene_key
where e.bene_key = coalesce(cast($person as bigint), e.bene_key)
order by e.bene_key
